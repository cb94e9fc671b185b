import { byId, setText } from '../shared/dom';
import { duration } from '../shared/format';
import { announce } from './announce';

/** Milliseconds that the good news stays. */
const newsTime = 6000;

/** The line that says when the server cannot be reached, and that it can again. Its seconds are not read out: those who listen are told once. */
export class Link {
  private readonly line = byId('link', HTMLElement);
  private lostAt: number | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    setInterval(() => this.show(), 1000);
  }

  /** The server answered. */
  up(): void {
    if (this.lostAt === null) return;
    const text = `Connected again, after ${duration((Date.now() - this.lostAt) / 1000)}.`;
    this.lostAt = null;
    delete document.body.dataset['lost'];
    announce(text);
    this.line.dataset['tone'] = 'good';
    setText(this.line, text);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => (this.line.hidden = this.lostAt === null), newsTime);
  }

  /** It did not. */
  down(): void {
    if (this.lostAt !== null) return;
    this.lostAt = Date.now();
    document.body.dataset['lost'] = '';
    this.line.dataset['tone'] = 'bad';
    this.line.hidden = false;
    announce('The connection to the server is lost.');
    this.show();
  }

  private show(): void {
    if (this.lostAt === null) return;
    setText(this.line, `The connection to the server is lost for ${duration((Date.now() - this.lostAt) / 1000)}. What you see is from before. It is tried again and again, and comes back by itself.`);
  }
}

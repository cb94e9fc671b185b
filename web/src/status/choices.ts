import { byId, make, setText } from '../shared/dom';
import type { Choice } from './filter';

const names: Record<Choice, string> = { all: 'All', problems: 'Problems', ok: 'Fine', idle: 'Resting' };

/** The buttons that choose which streams are shown, each with how many there are. */
export class Choices {
  current: Choice = 'all';
  private readonly buttons = new Map<Choice, HTMLButtonElement>();

  constructor(private readonly onChoose: () => void) {
    for (const choice of Object.keys(names) as Choice[]) {
      const button = make('button', { type: 'button', 'data-choice': choice, onclick: () => this.choose(choice) });
      this.buttons.set(choice, button);
      byId('choices', HTMLElement).append(button);
    }
  }

  choose(choice: Choice): void {
    this.current = choice;
    this.onChoose();
  }

  show(counts: Record<Choice, number>): void {
    for (const [choice, button] of this.buttons) {
      setText(button, `${names[choice]} ${counts[choice]}`);
      button.setAttribute('aria-pressed', String(choice === this.current));
    }
  }
}

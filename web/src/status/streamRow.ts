import { make, setText } from '../shared/dom';
import { bitrate } from '../shared/format';
import { Chart } from './chart';
import type { Judged } from './filter';
import type { History } from './history';
import type { StreamSummary } from './overview';
import type { Pictures } from './pictures';
import type { Row } from './virtualList';

const pictureWidth = 96;
const pictureHeight = 54;

/** What rows look things up in. */
export interface RowContext {
  history: History;
  pictures: Pictures;
  now(): number;
  open(name: string): void;
  /** Name of the stream that is open, or an empty text. */
  opened(): string;
}

/** One stream in the list. */
export class StreamRow implements Row<Judged> {
  readonly element: HTMLElement;
  private readonly button: HTMLButtonElement;
  private readonly canvas = make('canvas', { width: pictureWidth, height: pictureHeight });
  private readonly picture = make('span', { class: 'picture' }, this.canvas);
  private readonly name = make('span', { class: 'name' });
  private readonly words = make('span', { class: 'words' });
  private readonly media = make('span', { class: 'media' });
  private readonly chart = new Chart(110, 34, 1);
  private readonly rateIn = make('span', { class: 'number' });
  private readonly rateOut = make('span', { class: 'number out' });
  private readonly readers = make('span', { class: 'number readers' });
  private shownPicture: ImageBitmap | null = null;
  private shownName = '';

  constructor(private readonly context: RowContext) {
    this.button = make('button', { type: 'button', class: 'row', onclick: () => context.open(this.shownName) },
      this.picture, make('span', { class: 'what' }, this.name, this.words), this.media, this.chart.element, this.rateIn, this.rateOut, this.readers);
    this.element = make('li', {}, this.button);
  }

  show({ stream, health }: Judged): void {
    this.shownName = stream.name;
    const { history, now, opened } = this.context;
    this.button.dataset['level'] = health.level;
    this.button.setAttribute('aria-pressed', String(opened() === stream.name));
    setText(this.name, stream.name);
    setText(this.words, wordsOf({ stream, health }));
    setText(this.media, mediaOf(stream));
    const isLive = stream.state === 'active';
    setText(this.rateIn, isLive ? bitrate(stream.bitrateIn) : '–');
    setText(this.rateOut, isLive && stream.readers > 0 ? bitrate(stream.bitrateOut) : '–');
    setText(this.readers, stream.readers > 0 ? String(stream.readers) : '–');
    this.readers.dataset['unit'] = stream.readers === 0 ? '' : stream.readers === 1 ? 'viewer' : 'viewers';
    this.button.setAttribute('aria-label', [stream.name, wordsOf({ stream, health }), isLive ? bitrate(stream.bitrateIn) : '', stream.readers > 0 ? `${stream.readers} viewers` : ''].filter(text => text !== '').join(', '));
    this.chart.draw(history.of(stream.name), now());
    this.showPicture(isLive ? this.context.pictures.of(stream.name) : null);
  }

  private showPicture(bitmap: ImageBitmap | null): void {
    if (bitmap === this.shownPicture) return;
    this.shownPicture = bitmap;
    this.picture.toggleAttribute('data-filled', bitmap !== null);
    drawPicture(this.canvas, bitmap);
  }
}

/** Draws a picture into a canvas, whole and in the middle. */
export function drawPicture(canvas: HTMLCanvasElement, bitmap: ImageBitmap | null): void {
  const context = canvas.getContext('2d')!;
  context.clearRect(0, 0, canvas.width, canvas.height);
  if (!bitmap) return;
  const scale = Math.min(canvas.width / bitmap.width, canvas.height / bitmap.height);
  const [width, height] = [bitmap.width * scale, bitmap.height * scale];
  context.drawImage(bitmap, (canvas.width - width) / 2, (canvas.height - height) / 2, width, height);
}

/** The line below a name: what is wrong, else where it comes from. */
export function wordsOf({ stream, health }: Judged): string {
  const [first, ...others] = health.troubles;
  if (first) return others.length > 0 ? `${first.words}, and ${others.length} more` : first.words;
  return health.note || sourceOf(stream);
}

/** Where a stream comes from. */
export function sourceOf(stream: StreamSummary): string {
  const input = stream.inputs.find(one => one.state === 'active') ?? stream.inputs[0];
  if (input && input.url !== 'publisher') return input.url;
  return stream.publisher ? `${stream.publisher.protocol.toUpperCase()} from ${stream.publisher.remote ?? 'somewhere'}` : 'publisher';
}

/** Codecs, size and frame rate. */
export function mediaOf(stream: StreamSummary): string {
  const fps = stream.state === 'active' && stream.framesPerSecond > 0 ? ` · ${stream.framesPerSecond.toFixed(stream.framesPerSecond < 10 ? 1 : 0)} fps` : '';
  return stream.tracks.map(track => `${track.description.replace(/(\d)x(\d)/, '$1 × $2')}${track.kind === 'video' ? fps : ''}`).join('\n');
}

import { type Api, Refusal } from './api';
import { streamPath } from '../shared/names';

/** Milliseconds after which a picture is old. */
const age = 20_000;
/** Milliseconds between two requests: the server starts a program for each picture. */
const pause = 1000;
/** Width of what is kept. */
const width = 192;
const mostKept = 200;

/** Small pictures of streams that are seen: asked for one at a time, kept small, and asked for again when they are old. */
export class Pictures {
  private readonly kept = new Map<string, { bitmap: ImageBitmap | null; at: number }>();
  private wanted: string[] = [];
  private isBusy = false;
  private isOff = false;

  /** `onPicture` is told of each that is new. */
  constructor(
    private readonly api: Api,
    private readonly onPicture: (name: string) => void,
  ) {}

  get isOn(): boolean {
    return !this.isOff;
  }

  /** The picture of a stream, or null where there is none. */
  of(name: string): ImageBitmap | null {
    return this.isOff ? null : (this.kept.get(name)?.bitmap ?? null);
  }

  /** Asks for pictures of these streams, and of no others. */
  want(names: string[]): void {
    this.wanted = names;
    if (!this.isBusy && !this.isOff) void this.run();
  }

  /** Switches pictures on or off. */
  toggle(): void {
    this.isOff = !this.isOff;
    this.want(this.wanted);
  }

  private async run(): Promise<void> {
    this.isBusy = true;
    for (let name = this.next(); name !== undefined; name = this.next()) {
      await this.take(name);
      this.onPicture(name);
      await new Promise(resolve => setTimeout(resolve, pause));
    }
    this.isBusy = false;
  }

  private next(): string | undefined {
    if (this.isOff || document.hidden) return undefined;
    const due = performance.now() - age;
    return this.wanted.find(name => !this.kept.has(name)) ?? this.wanted.find(name => this.kept.get(name)!.at < due);
  }

  private async take(name: string): Promise<void> {
    const before = this.kept.get(name)?.bitmap ?? null;
    this.kept.delete(name);
    this.keep(name, before);
    try {
      const response = await this.api.send('GET', `/api/v1/streams${streamPath(name)}/preview`, { Accept: 'image/jpeg' });
      this.keep(name, await createImageBitmap(await response.blob(), { resizeWidth: width, resizeQuality: 'medium' }));
    } catch (error) {
      if (!(error instanceof Refusal)) return;
      this.keep(name, null);
      if (error.problem === 'program-missing') this.isOff = true; // the server has no program that decodes pictures
    }
  }

  private keep(name: string, bitmap: ImageBitmap | null): void {
    this.kept.set(name, { bitmap, at: performance.now() });
    if (this.kept.size > mostKept) this.kept.delete(this.kept.keys().next().value!);
  }
}

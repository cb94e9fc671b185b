import { byId } from '../shared/dom';

/** iPhones play full screen only through the video element. */
interface PhoneVideo extends HTMLVideoElement {
  webkitEnterFullscreen?(): void;
}

/** Buttons and keys: play and pause, sound, full screen, live. */
export class Controls {
  private readonly play = byId('play', HTMLButtonElement);
  private readonly sound = byId('sound', HTMLButtonElement);
  private readonly full = byId('full', HTMLButtonElement);
  private readonly live = byId('live', HTMLButtonElement);

  private readonly closing = new AbortController();

  /** `keys` is where keys are listened for: the page, or the player alone where the page has keys of its own. */
  constructor(
    private readonly frame: HTMLElement,
    private readonly video: PhoneVideo,
    private readonly goLive: () => void,
    keys: Document | HTMLElement,
  ) {
    const { signal } = this.closing;
    const actions: [HTMLButtonElement, string, () => void][] = [
      [this.play, ' ', () => this.togglePlay()],
      [this.sound, 'm', () => this.toggleSound()],
      [this.full, 'f', () => void this.toggleFull()],
      [this.live, 'l', goLive],
    ];
    for (const [button, , action] of actions) button.addEventListener('click', action, { signal });
    keys.addEventListener('keydown', heard => {
      const event = heard as KeyboardEvent;
      const action = actions.find(([, key]) => key === event.key.toLowerCase());
      if (!action || event.ctrlKey || event.metaKey || event.altKey || (event.key === ' ' && event.target instanceof HTMLButtonElement)) return;
      event.preventDefault();
      event.stopPropagation();
      action[2]();
    }, { signal });
    video.addEventListener('click', () => this.togglePlay(), { signal });
    for (const name of ['play', 'pause', 'volumechange']) video.addEventListener(name, () => this.show(), { signal });
    document.addEventListener('fullscreenchange', () => this.show(), { signal });
    this.show();
  }

  /** Listens no more. */
  close(): void {
    this.closing.abort();
  }

  /** Starts to play: with sound where the browser allows it, else without. */
  async start(): Promise<void> {
    try {
      await this.video.play();
    } catch (error) {
      if (!(error instanceof DOMException) || error.name !== 'NotAllowedError' || this.video.muted) return;
      this.video.muted = true;
      await this.video.play().catch(() => undefined); // the play button remains
    }
  }

  private togglePlay(): void {
    if (!this.video.paused) return this.video.pause();
    this.goLive();
    void this.start();
  }

  private toggleSound(): void {
    this.video.muted = !this.video.muted;
  }

  private async toggleFull(): Promise<void> {
    if (document.fullscreenElement) await document.exitFullscreen();
    else if (this.frame.requestFullscreen) await this.frame.requestFullscreen();
    else this.video.webkitEnterFullscreen?.();
  }

  private show(): void {
    name(this.play, this.video.paused ? 'Play' : 'Pause', 'space');
    name(this.sound, this.video.muted ? 'Turn sound on' : 'Turn sound off', 'm');
    name(this.full, document.fullscreenElement ? 'Leave full screen' : 'Full screen', 'f');
    this.frame.toggleAttribute('data-paused', this.video.paused);
    this.frame.toggleAttribute('data-muted', this.video.muted);
  }
}

function name(button: HTMLButtonElement, label: string, key: string): void {
  button.setAttribute('aria-label', label);
  button.title = `${label} (${key})`;
}

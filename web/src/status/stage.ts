import { byId, make } from '../shared/dom';
import { streamPath } from '../shared/names';
import type { Player } from '../player/player';
import type { Api } from './api';
import { tokenOf } from './credentials';

declare const PLAYER_PATH: string;

/** Where a stream is played within the page. The player is loaded when it is first wanted. */
export class Stage {
  readonly element = make('div');
  private player: Player | null = null;
  private opening = 0;

  constructor(
    private readonly api: Api,
    private readonly name: string,
  ) {}

  get isOpen(): boolean {
    return this.element.childElementCount > 0;
  }

  toggle(): void {
    if (this.isOpen) this.close();
    else void this.open();
  }

  close(): void {
    this.opening++;
    this.player?.close();
    this.player = null;
    this.element.replaceChildren();
  }

  private async open(): Promise<void> {
    const turn = ++this.opening;
    this.element.append(byId('player-template', HTMLTemplateElement).content.cloneNode(true));
    byId('video', HTMLVideoElement).muted = true; // at night nobody wants to be startled
    byId('play', HTMLButtonElement).focus();
    const { Player } = (await import(PLAYER_PATH)) as typeof import('../player/player');
    if (turn !== this.opening) return;
    const { authorization } = this.api;
    this.player = new Player(
      { name: this.name, url: `${streamPath(this.name)}/index.m3u8`, authorization, token: tokenOf(authorization) }, byId('player', HTMLElement));
  }
}

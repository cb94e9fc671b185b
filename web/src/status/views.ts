/** What the page shows at a time where it is narrow; where it is wide, events and server stand beside streams and sessions. */
export type View = 'streams' | 'sessions' | 'events' | 'server';

/** The buttons that choose a view. */
export class Views {
  private readonly buttons = [...document.querySelectorAll<HTMLButtonElement>('button[data-show]')];

  constructor(private readonly onShow: (view: View) => void) {
    for (const button of this.buttons) button.addEventListener('click', () => this.show(button.dataset['show'] as View));
  }

  get current(): View {
    return document.body.dataset['view'] as View;
  }

  show(view: View): void {
    document.body.dataset['view'] = view;
    for (const button of this.buttons) {
      if (button.dataset['show'] === view) button.setAttribute('aria-current', 'page');
      else button.removeAttribute('aria-current');
    }
    this.onShow(view);
  }
}

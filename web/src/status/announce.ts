import { byId } from '../shared/dom';

const element = byId('announcer', HTMLElement);

/** Says something to who listens to the page instead of looking at it. */
export function announce(text: string): void {
  element.textContent = text;
}

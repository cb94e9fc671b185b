/** A row that shows one item after another. */
export interface Row<T> {
  element: HTMLElement;
  show(item: T): void;
}

/** Rows beyond the edge that are there already. */
const margin = 4;

/** A long list of which only what is seen has elements. Rows are of one height, and each stays with its item. One row takes the focus; arrows move it. */
export class VirtualList<T> {
  private items: T[] = [];
  private readonly rows = new Map<string, Row<T>>();
  private current = '';

  /** `keyOf` tells items apart; `onSeen` is told which are seen. */
  constructor(
    private readonly scroller: HTMLElement,
    private readonly list: HTMLElement,
    private readonly keyOf: (item: T) => string,
    private readonly makeRow: () => Row<T>,
    private readonly onSeen: (items: T[]) => void,
  ) {
    scroller.addEventListener('scroll', () => this.render(), { passive: true });
    new ResizeObserver(() => this.render()).observe(scroller);
    list.addEventListener('keydown', event => this.onKey(event));
    list.addEventListener('focusin', event => {
      const key = this.keyAt(event.target as HTMLElement);
      if (key !== undefined && key !== this.current) this.setCurrent(key);
    });
  }

  /** What is shown, in this order. */
  get shown(): readonly T[] {
    return this.items;
  }

  /** Key of the row that takes the focus. */
  get currentKey(): string {
    return this.current;
  }

  /** Shows these items. The focus stays with its item. */
  show(items: T[]): void {
    this.items = items;
    if (items.length > 0 && !items.some(item => this.keyOf(item) === this.current)) this.current = this.keyOf(items[0]!);
    this.render();
  }

  /** Shows the items that are seen again. */
  refresh(): void {
    this.render();
  }

  /** Brings an item into sight, and gives it the focus. */
  focus(key: string): void {
    const index = this.items.findIndex(item => this.keyOf(item) === key);
    if (index < 0) return;
    const height = this.rowHeight;
    const [top, room] = [this.scroller.scrollTop, this.scroller.clientHeight - this.list.offsetTop]; // what stands above the list stays in sight
    if (index * height < top) this.scroller.scrollTop = index * height;
    else if ((index + 1) * height > top + room) this.scroller.scrollTop = (index + 1) * height - room;
    this.setCurrent(key);
    this.rows.get(key)?.element.querySelector<HTMLElement>('button')?.focus({ preventScroll: true });
  }

  /** Moves the focus by so many rows. */
  move(by: number): void {
    const index = this.items.findIndex(item => this.keyOf(item) === this.current);
    const next = this.items[Math.max(0, Math.min(this.items.length - 1, index + by))];
    if (next !== undefined) this.focus(this.keyOf(next));
  }

  private get rowHeight(): number {
    return parseFloat(getComputedStyle(this.list).getPropertyValue('--row')) || 68;
  }

  private setCurrent(key: string): void {
    this.current = key;
    this.render();
  }

  private keyAt(target: HTMLElement): string | undefined {
    return target.closest('li')?.dataset['key'];
  }

  private onKey(event: KeyboardEvent): void {
    const page = Math.max(1, Math.floor(this.scroller.clientHeight / this.rowHeight) - 1);
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page, Home: -Infinity, End: Infinity };
    const step = steps[event.key];
    if (step === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    this.move(step === Infinity ? this.items.length : step === -Infinity ? -this.items.length : step);
  }

  private render(): void {
    const height = this.rowHeight;
    this.list.style.height = `${this.items.length * height}px`;
    const first = Math.max(0, Math.floor(this.scroller.scrollTop / height) - margin);
    const last = Math.min(this.items.length, Math.ceil((this.scroller.scrollTop + this.scroller.clientHeight) / height) + margin);
    const wanted = new Map<string, number>();
    for (let i = first; i < last; i++) wanted.set(this.keyOf(this.items[i]!), i);
    // The row with the focus stays wherever it is, so that the keyboard is not lost.
    const focused = this.keyAt(document.activeElement as HTMLElement);
    const place = focused !== undefined && this.rows.has(focused) && !wanted.has(focused) ? this.items.findIndex(item => this.keyOf(item) === focused) : -1;
    if (place >= 0) wanted.set(focused!, place);
    for (const [key, row] of this.rows) {
      if (wanted.has(key)) continue;
      row.element.remove();
      this.rows.delete(key);
    }
    for (const [key, index] of wanted) this.place(key, index, height);
    this.onSeen(this.items.slice(Math.max(0, Math.floor(this.scroller.scrollTop / height)), Math.ceil((this.scroller.scrollTop + this.scroller.clientHeight) / height)));
  }

  private place(key: string, index: number, height: number): void {
    let row = this.rows.get(key);
    if (!row) {
      row = this.makeRow();
      row.element.dataset['key'] = key;
      this.rows.set(key, row);
      this.list.append(row.element);
    }
    row.element.style.transform = `translateY(${index * height}px)`;
    row.element.setAttribute('aria-posinset', String(index + 1));
    row.element.setAttribute('aria-setsize', String(this.items.length));
    row.element.querySelector('button')?.setAttribute('tabindex', key === this.current ? '0' : '-1');
    row.show(this.items[index]!);
  }
}

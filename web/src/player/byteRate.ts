/** Bitrate of media over the last stretch of it: bytes of what was loaded, by the time that it lasts and not by the time that loading took. */
export class ByteRate {
  private readonly pieces: { bytes: number; duration: number }[] = [];

  /** `window`: seconds of media that are averaged. */
  constructor(private readonly window = 10) {}

  add(bytes: number, duration: number): void {
    if (!(duration > 0)) return;
    this.pieces.push({ bytes, duration });
    let length = this.pieces.reduce((sum, piece) => sum + piece.duration, 0);
    while (this.pieces.length > 1 && length - this.pieces[0]!.duration >= this.window) length -= this.pieces.shift()!.duration;
  }

  /** Bits a second, null before anything was loaded. */
  get bitsPerSecond(): number | null {
    const length = this.pieces.reduce((sum, piece) => sum + piece.duration, 0);
    return length > 0 ? (8 * this.pieces.reduce((sum, piece) => sum + piece.bytes, 0)) / length : null;
  }
}

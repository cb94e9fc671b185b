// Watches a video element from inside the page. `probe` is sent to the page as text: it must not refer to anything outside itself.

/**
 * Counts the frames that `video` presents and reads the number burned into each (32 blocks in the top 32 rows, most significant bit left).
 * Frames that are absent were jumped over when the player sought between them, and else skipped. With `isClock` the number is the wall clock in ms modulo 2^32 and gives a latency.
 */
export function probe(video, isClock) {
  const started = performance.now();
  const canvas = document.createElement('canvas');
  canvas.height = 16;
  let context = null, last = null, hasSought = false;
  const seen = { frames: 0, missedCallbacks: 0, skipped: 0, jumped: 0, repeated: 0, backwards: 0, first: null, last: null, firstFrameMs: null, maxGapMs: 0, waiting: 0, waitedAt: [], seeks: 0, jumps: [], sizes: [], latencies: [], errors: [] };

  function readNumber() {
    const width = video.videoWidth;
    if (context === null || canvas.width !== width) {
      canvas.width = width;
      context = canvas.getContext('2d', { willReadFrequently: true });
    }
    context.drawImage(video, 0, 0, width, 16, 0, 0, width, 16);
    const row = context.getImageData(0, 8, width, 1).data;
    let number = 0;
    for (let i = 0; i < 32; i++) number = number * 2 + (row[4 * Math.floor(((i + 0.5) * width) / 32) + 1] > 127 ? 1 : 0);
    return number;
  }

  function compare(number, missed) {
    const step = number - last.number;
    if (step === 0) seen.repeated++;
    else if (step < 0) seen.backwards++;
    else seen[hasSought ? 'jumped' : 'skipped'] += Math.max(0, step - 1 - missed);
    if ((step < 0 || step > 1 + missed) && seen.jumps.length < 20) seen.jumps.push({ from: last.number, to: number });
    hasSought = false;
  }

  function onFrame(now, metadata) {
    seen.frames++;
    seen.firstFrameMs ??= Math.round(now - started);
    const size = `${video.videoWidth}x${video.videoHeight}`;
    if (seen.sizes.at(-1) !== size) seen.sizes.push(size);
    try {
      const number = readNumber();
      // A busy page hears of a presented frame only with the next one: that frame was shown, and is not missing.
      const missed = last === null ? 0 : metadata.presentedFrames - last.presented - 1;
      seen.missedCallbacks += missed;
      if (last !== null) {
        seen.maxGapMs = Math.max(seen.maxGapMs, Math.round(now - last.now));
        if (!isClock) compare(number, missed);
      }
      if (isClock && seen.latencies.length < 10000) seen.latencies.push((Date.now() % 4294967296) - number);
      seen.first ??= number;
      seen.last = number;
      last = { number, now, presented: metadata.presentedFrames };
    } catch (error) {
      if (seen.errors.length < 5) seen.errors.push(`canvas: ${error.message}`);
    }
    video.requestVideoFrameCallback(onFrame);
  }

  video.addEventListener('waiting', () => {
    if (seen.frames === 0) return;
    seen.waiting++;
    if (seen.waitedAt.length < 20) seen.waitedAt.push({ seconds: Math.round((performance.now() - started) / 1000), at: video.currentTime });
  });
  video.addEventListener('seeking', () => {
    if (seen.frames > 0) seen.seeks++;
    hasSought = true; // of the first frame too, which may be on the screen before this page hears of it
  });
  video.addEventListener('error', () => seen.errors.push(`media: ${video.error?.code} ${video.error?.message}`));
  video.requestVideoFrameCallback(onFrame);
  window.headraceProbe = {
    get frames() { return seen.frames; },
    get last() { return seen.last ?? -1; },
    report() {
      const sorted = [...seen.latencies].sort((a, b) => a - b);
      const at = share => (sorted.length > 0 ? Math.round(sorted[Math.floor(share * (sorted.length - 1))]) : null);
      const { latencies, ...rest } = seen;
      const quality = video.getVideoPlaybackQuality();
      return {
        ...rest, pixelLatencyMs: sorted.length > 0 ? { p50: at(0.5), p95: at(0.95) } : null,
        seconds: (performance.now() - started) / 1000, currentTime: video.currentTime, decodedFrames: quality.totalVideoFrames, droppedFrames: quality.droppedVideoFrames,
        decodedAudioBytes: video.webkitAudioDecodedByteCount ?? null,
      };
    },
  };
}

/** Starts the probe on the page's element `selector`. */
export async function startProbe(page, selector, isClock) {
  await page.evaluate(`(${probe})(document.querySelector(${JSON.stringify(selector)}), ${Boolean(isClock)})`);
}

/**
 * Waits until `frames` were presented and the last one's number is at least `until`, and then, with `back`, until numbers have fallen below `until` and risen to `back`; or the player of the
 * page has given up, or `within` seconds have gone. Gives what was seen.
 */
export async function readProbe(page, frames, within, until = -1, back = null) {
  const isDone = wanted => {
    const { frames, last } = window.headraceProbe;
    if (window.client?.errors.length > 0) return true;
    if (!window.wasUntil && (frames < wanted.frames || last < wanted.until)) return false;
    window.wasUntil = true;
    return wanted.back === null || (last < wanted.until && last >= wanted.back);
  };
  await page.waitForFunction(isDone, { frames, until, back }, { timeout: within * 1000, polling: 100 }).catch(error => {
    if (error.name !== 'TimeoutError') throw error;
  });
  return page.evaluate(() => window.headraceProbe.report());
}

/** Waits until the element `selector` has played `seconds` of its time, or `within` seconds have gone: for sound without a picture. */
export async function waitForTime(page, selector, seconds, within) {
  const start = await page.waitForFunction(selector => {
    const { paused, currentTime } = document.querySelector(selector);
    return !paused && currentTime > 0 && { currentTime };
  }, selector, { timeout: within * 1000, polling: 100 });
  const end = (await start.jsonValue()).currentTime + seconds;
  await page.waitForFunction(([selector, end]) => document.querySelector(selector).currentTime >= end, [selector, end], { timeout: within * 1000, polling: 100 });
}

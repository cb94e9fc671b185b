import Hls, { type ErrorData, type FragLoadedData, type HlsConfig } from 'hls.js';
import { ByteRate } from './byteRate';
import { sentenceOfUndecodable } from './codecs';
import { type Condition, conditionOfStatus, retryDelay } from './condition';
import type { ConditionListener, Source } from './source';

declare const WORKER_PATH: string;

/** Two playlists in a row that fail mean that the stream is away; one is an accident. */
const failuresUntilAway = 2;
/** Media errors that are repaired in place within `mediaErrorWindow` ms; beyond that, everything is set up anew. */
const maxMediaRepairs = 2;
const mediaErrorWindow = 10_000;

const patient = { maxNumRetry: 1e6, retryDelayMs: 500, maxRetryDelayMs: 3000 };

/** HLS by Media Source Extensions, low latency where the stream offers it. */
export class HlsSource implements Source {
  static get isSupported(): boolean {
    return Hls.isSupported();
  }

  private hls: Hls | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private attempt = 0;
  private playlistFailures = 0;
  private mediaErrors: number[] = [];
  private rates: Record<string, ByteRate> = {};
  private codecs: string[] = [];

  constructor(
    private readonly video: HTMLVideoElement,
    private readonly url: string,
    private readonly onCondition: ConditionListener,
    private readonly authorization: string | null = null,
  ) {}

  start(): void {
    const hls = new Hls(this.config());
    this.hls = hls;
    this.rates = {};
    this.playlistFailures = 0;
    hls.on(Hls.Events.ERROR, (_, data) => this.onError(data));
    hls.on(Hls.Events.MANIFEST_LOADED, (_, { levels }) => (this.codecs = levels.flatMap(level => (level.attrs.CODECS ?? '').split(','))));
    hls.on(Hls.Events.FRAG_LOADED, (_, data) => this.onLoaded(data));
    hls.on(Hls.Events.LEVEL_UPDATED, () => (this.playlistFailures = 0));
    hls.on(Hls.Events.FRAG_BUFFERED, () => this.onBuffered());
    hls.attachMedia(this.video);
    hls.loadSource(this.url);
  }

  stop(): void {
    clearTimeout(this.timer);
    this.hls?.destroy();
    this.hls = null;
  }

  goLive(): void {
    const position = this.hls?.liveSyncPosition;
    if (position !== null && position !== undefined && Number.isFinite(position)) this.video.currentTime = position;
  }

  latency(): number | null {
    const date = this.hls?.playingDate;
    return date ? (Date.now() - date.getTime()) / 1000 : null;
  }

  targetLatency(): number | null {
    return this.hls?.targetLatency ?? null;
  }

  bitrate(): number | null {
    const known = Object.values(this.rates).map(rate => rate.bitsPerSecond).filter(rate => rate !== null);
    return known.length > 0 ? known.reduce((sum, rate) => sum + rate, 0) : null;
  }

  private config(): Partial<HlsConfig> {
    const loading = { maxTimeToFirstByteMs: 10_000, maxLoadTimeMs: 20_000 };
    const { authorization } = this;
    return {
      ...(authorization === null ? {} : {
        xhrSetup: (request: XMLHttpRequest, url: string): void => {
          request.open('GET', url, true); // headers can be set only then
          request.setRequestHeader('Authorization', authorization);
        },
      }),
      lowLatencyMode: true,
      maxLiveSyncPlaybackRate: 1.05,
      backBufferLength: 30,
      workerPath: WORKER_PATH,
      // The first playlist is retried here and not by hls.js, which gives up. The others wait for a publisher that comes back.
      manifestLoadPolicy: { default: { ...loading, timeoutRetry: null, errorRetry: null } },
      playlistLoadPolicy: { default: { ...loading, timeoutRetry: patient, errorRetry: patient } },
    };
  }

  private onLoaded({ frag, part }: FragLoadedData): void {
    if (frag.sn === 'initSegment') return;
    (this.rates[frag.type] ??= new ByteRate()).add((part ?? frag).stats.loaded, (part ?? frag).duration);
  }

  private onBuffered(): void {
    this.attempt = 0;
    this.onCondition('live', '');
  }

  private onError(data: ErrorData): void {
    if (!data.fatal) return this.onTrouble(data);
    if (data.type === Hls.ErrorTypes.MEDIA_ERROR && data.details !== Hls.ErrorDetails.MANIFEST_INCOMPATIBLE_CODECS_ERROR && this.repairMedia()) return;
    const [condition, detail] = this.diagnose(data);
    this.stop();
    this.onCondition(condition, detail);
    this.timer = setTimeout(() => this.start(), retryDelay(condition, this.attempt++));
  }

  private onTrouble(data: ErrorData): void {
    const isPlaylist = data.type === Hls.ErrorTypes.NETWORK_ERROR && /level|audioTrack/.test(data.details);
    if (isPlaylist && ++this.playlistFailures >= failuresUntilAway) this.onCondition('away', '');
  }

  private repairMedia(): boolean {
    const now = Date.now();
    this.mediaErrors = [...this.mediaErrors.filter(time => now - time < mediaErrorWindow), now];
    if (this.mediaErrors.length > maxMediaRepairs) return false;
    this.hls?.recoverMediaError();
    return true;
  }

  private diagnose(data: ErrorData): [Condition, string] {
    if (data.details === Hls.ErrorDetails.MANIFEST_INCOMPATIBLE_CODECS_ERROR || data.details === Hls.ErrorDetails.BUFFER_ADD_CODEC_ERROR)
      return ['unplayable', sentenceOfUndecodable(this.codecs, type => Hls.getMediaSource()?.isTypeSupported(type) ?? false)];
    if (data.type === Hls.ErrorTypes.NETWORK_ERROR) return [conditionOfFailure(data.response?.code ?? 0), ''];
    return ['away', data.error.message];
  }
}

/** A playlist that was answered and still failed is a stream that is not there yet. */
function conditionOfFailure(status: number): Condition {
  const condition = conditionOfStatus(status);
  return condition === 'live' ? 'away' : condition;
}

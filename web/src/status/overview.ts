/** What `GET /api/v1/overview` answers: the fields that the page looks at. */
export interface Overview {
  server: ServerSummary;
  protocols: Protocol[];
  streams: { items: StreamSummary[]; itemCount: number; pageCount: number };
}

export interface ServerSummary {
  version: string;
  time: string;
  uptimeSeconds: number;
  cores: number;
  coresUsed: number;
  residentBytes: number;
  mediaBytes: number;
  mediaLimitBytes: number;
  memoryPressure: Pressure;
  publishers: number;
  viewers: number;
  connections: number;
  bitrateIn: number;
  bitrateOut: number;
}

export type Pressure = 'normal' | 'low' | 'medium' | 'high' | 'critical';

export interface Protocol {
  name: string;
  state: 'on' | 'off' | 'fault';
  address: string | null;
  port: number | null;
  reason: string | null;
  key: string;
}

export type StreamState = 'connecting' | 'active' | 'inactive' | 'paused' | 'error';

export interface StreamSummary {
  name: string;
  state: StreamState;
  since: string;
  lastError: string | null;
  lastErrorCause: string | null;
  isConfigured: boolean;
  publisher: { session: string; protocol: string; remote: string | null; userAgent: string | null } | null;
  inputs: Input[];
  forwards: Forward[];
  tracks: Track[];
  readers: number;
  lagMs: number | null;
  bitrateIn: number;
  bitrateOut: number;
  framesPerSecond: number;
  gopLength: number;
  lossRate: number;
  errorRate: number;
  dropped: number;
  breaksLastHour: number;
  memoryBytes: number;
  pressure: Pressure;
  /** Said by the page itself: the stream was here and is gone; nobody removed it on purpose. */
  goneSince?: string;
}

export interface Input {
  label: string;
  url: string;
  priority: number;
  onDemand: boolean;
  state: 'active' | 'standby' | 'connecting' | 'inactive' | 'error';
  since: string;
  tries: number;
  lastError: string | null;
  lastErrorCause: string | null;
}

export interface Forward {
  url: string;
  protocol: string;
  state: 'waiting' | 'connecting' | 'forwarding' | 'failed';
  lastError: string | null;
}

export interface Track {
  kind: string;
  codec: string;
  description: string;
  width: number | null;
  height: number | null;
  frameRate: number | null;
  notCarried: { output: string; reason: string }[];
}

export interface Session {
  id: string;
  protocol: string;
  role: string;
  stream: string | null;
  remote: string | null;
  userAgent: string | null;
  started: string;
  bytesIn: number;
  bytesOut: number;
  skips: number;
  lagMs: number | null;
  quality: { fractionLost: number; roundTripMs: number | null } | null;
  link: { roundTripMs: number } | null;
  endReason: string | null;
}

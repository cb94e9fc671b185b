import type { Overview } from './overview';
import type { Trouble } from './trouble';

/** Part of the processors that may be busy. */
const mostBusy = 0.9;

/** What is wrong with the server itself, the worst first. */
export function serverTroubles({ server, protocols }: Overview): Trouble[] {
  const troubles: Trouble[] = [];
  if (server.memoryPressure === 'high' || server.memoryPressure === 'critical')
    troubles.push({ words: 'The server is out of memory for media: pictures are left out and viewers refused', advice: 'End streams or viewers, or raise limits.memory.' });
  else if (server.memoryPressure === 'medium') troubles.push({ words: 'The server is short of memory for media', advice: 'New viewers may be refused. Raise limits.memory.' });
  if (server.coresUsed >= mostBusy * server.cores) troubles.push({ words: 'The server’s processors are busy', advice: 'Viewers may stutter. Fewer streams or viewers help.' });
  for (const protocol of protocols.filter(protocol => protocol.state === 'fault')) troubles.push({ words: `${protocol.name} is off: ${protocol.reason}`, advice: `Free it, or choose another address with ${protocol.key}, and restart.` });
  return troubles;
}

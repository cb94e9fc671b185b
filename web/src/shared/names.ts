/** Name of the stream that a page at `pathname` shows: `/site/hall/cam1` is `site/hall/cam1`. */
export function streamName(pathname: string): string {
  return pathname.split('/').filter(part => part !== '').map(decodeURIComponent).join('/');
}

/** Path of the page of a stream; its slashes stay. */
export function streamPath(name: string): string {
  return '/' + name.split('/').map(encodeURIComponent).join('/');
}

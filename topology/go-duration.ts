/** A time as Go writes it, and Fabric and Docker keep it: `0s`, `500ms`, `10s`, `1m30s`, `1h0m0s`. Whole milliseconds. */
export function goDuration(milliseconds: number): string {
  if (milliseconds > 0 && milliseconds < 1000) return `${milliseconds}ms`;
  const seconds = milliseconds / 1000;
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60)];
  return [
    ...(hours > 0 ? [`${hours}h`] : []),
    ...(hours > 0 || minutes > 0 ? [`${minutes}m`] : []),
    `${Number((seconds % 60).toFixed(3))}s`,
  ].join("");
}

/** How many times `own` the cost `peer` is; where noise hides a cost, no number says it. */
export function advantage(peer: number, own: number): number {
  return own <= 0 ? Number.POSITIVE_INFINITY : peer / own;
}

export function advantageText(peer: number, own: number): string {
  const times = advantage(peer, own);
  return Number.isFinite(times) ? `${times.toFixed(1)}x` : 'lost in noise';
}

/** A bridge to another library, which is on until it is switched off. */
export interface Bridge extends Disposable {
  /** Leaves the library as it was; the second time does nothing. */
  off(): void;
}

/** How what another library logs is captured. */
export interface CaptureOptions {
  /** What filters match; by default named after the library. */
  readonly target?: string | undefined;
  /** Whether the library keeps quiet from now on, since spanfn tells it all. Default false. */
  readonly silent?: boolean | undefined;
}

/** A bridge that `off` switches off. */
export function bridge(off: () => void): Bridge {
  let isOn = true;
  const once = (): void => {
    if (!isOn) return;
    isOn = false;
    off();
  };
  return { off: once, [Symbol.dispose]: once };
}

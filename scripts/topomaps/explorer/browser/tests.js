// Tests of a difference between two groups, one neuron at a time: a quick look, not the permutation test.

/** Lanczos' approximation of the logarithm of the gamma function. */
function logGamma(z) {
  const terms = [
    76.18009172947146, -86.50532032941678, 24.01409824083091, -1.231739572450155, 0.1208650973866179e-2,
    -0.5395239384953e-5,
  ];
  const shift = z + 5.5 - (z + 0.5) * Math.log(z + 5.5);
  const sum = terms.reduce((total, term, i) => total + term / (z + 1 + i), 1.000000000190015);
  return -shift + Math.log((2.5066282746310007 * sum) / z);
}

/** Regularised incomplete beta function by its continued fraction (Lentz). */
export function incompleteBeta(a, b, x) {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(b, a, 1 - x);
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log(1 - x));
  const tiny = 1e-300;
  const safe = (value) => (Math.abs(value) < tiny ? tiny : value);
  let c = 1;
  let d = 1 / safe(1 - ((a + b) * x) / (a + 1));
  let h = d;
  for (let m = 1; m < 300; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / safe(1 + even * d);
    c = safe(1 + even / c);
    h *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / safe(1 + odd * d);
    c = safe(1 + odd / c);
    h *= d * c;
    if (Math.abs(d * c - 1) < 1e-12) break;
  }
  return (front * h) / a;
}

/** Two-sided p of Welch's t for two parts with mean, variance and n. */
export function pOfDifference(first, second) {
  const [a, b] = [first.variance / first.n, second.variance / second.n];
  const error = a + b;
  if (!(error > 0)) return 1;
  const t2 = (first.mean - second.mean) ** 2 / error;
  const freedom = error ** 2 / (a ** 2 / (first.n - 1) + b ** 2 / (second.n - 1));
  return incompleteBeta(freedom / 2, 0.5, freedom / (freedom + t2));
}

/** Holm's correction of p-values, in their order. */
export function holm(ps) {
  const order = Array.from(ps, (_, i) => i).sort((a, b) => ps[a] - ps[b]);
  const corrected = new Float64Array(ps.length);
  let largest = 0;
  order.forEach((index, rank) => {
    largest = Math.max(largest, Math.min(1, (ps.length - rank) * ps[index]));
    corrected[index] = largest;
  });
  return corrected;
}

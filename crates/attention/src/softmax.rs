//! One row of softmax, and what can be said about it.

/// Scores become weights, in place: a_j = e^(s_j − max) · 1/Σ.
///
/// For experiments on more keys than a [`Scenario`](crate::Scenario) may have.
/// At least one score has to be finite, and none may be +∞ or NaN.
pub(crate) fn softmax(scores: &mut [f64]) {
    let max = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let mut sum = 0.0;
    for score in scores.iter_mut() {
        *score = (*score - max).exp();
        sum += *score;
    }
    let inverse = 1.0 / sum;
    for weight in scores {
        *weight *= inverse;
    }
}

/// H = −Σ a ln a, in nats: 0 for a lookup, ln N for N equal weights.
pub(crate) fn entropy(weights: &[f64]) -> f64 {
    // A weight of 0 adds nothing: a ln a → 0.
    let positive = weights.iter().filter(|&&weight| weight > 0.0);
    // Not −Σ, which would be −0 for a single weight of 1.
    positive.fold(0.0, |sum, weight| sum - weight * weight.ln())
}

/// ‖J‖_F of softmax's Jacobian J = diag(a) − a aᵀ at these weights: how much
/// the weights move when the scores do, and how much gradient comes back.
///
/// ‖J‖²_F = Σ a² − 2 Σ a³ + (Σ a²)²
///
/// Near a lookup that is a difference of numbers near 1, and rounding is all
/// that would be left of it. So the diagonal a(1 − a) and the rest, a_i a_j,
/// are added up apart, and 1 − a of the largest weight is the sum of the others.
pub(crate) fn jacobian_norm(weights: &[f64]) -> f64 {
    let largest = weights
        .iter()
        .enumerate()
        .max_by(|(_, a), (_, b)| a.total_cmp(b))
        .map_or(0, |(index, _)| index);
    let (mut diagonal, mut others) = (0.0, 0.0);
    let (mut squares, mut fourths) = (0.0, 0.0);
    for (index, &a) in weights.iter().enumerate() {
        if index != largest {
            diagonal += (a * (1.0 - a)).powi(2);
            others += a;
            squares += a * a;
            fourths += (a * a).powi(2);
        }
    }
    let top = weights.get(largest).copied().unwrap_or(0.0);
    diagonal += (top * others).powi(2);
    // Σ_{i≠j} a_i² a_j², the pairs with the largest weight first.
    let rest = 2.0 * top * top * squares + (squares * squares - fourths).max(0.0);
    (diagonal + rest).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Scenario, StepId, attend};

    #[test]
    fn a_slice_is_a_row_of_the_engine() {
        let trace = attend::<f64>(&Scenario::default()).expect("a valid scenario");
        for head in 0..2 {
            let [masked, weights] =
                [StepId::Masked, StepId::Weights].map(|step| trace.read(step, head).expect("one"));
            for (masked, weights) in masked.row_iter().zip(weights.row_iter()) {
                let mut row: Vec<f64> = masked.iter().copied().collect();
                softmax(&mut row);
                for (a, b) in row.iter().zip(weights.iter()) {
                    assert!((a - b).abs() <= 1e-15, "{a}, not {b}");
                }
            }
        }
    }

    #[test]
    fn entropy_runs_from_a_lookup_to_equal_weights() {
        assert_eq!(entropy(&[0.0, 1.0, 0.0]).to_bits(), 0.0_f64.to_bits());
        assert!((entropy(&[0.125; 8]) - 8.0_f64.ln()).abs() < 1e-15);
    }

    #[test]
    fn the_norm_is_that_of_the_matrix() {
        let mut weights = [2.0, 1.0, 0.5, -1.0, 0.0, 0.5];
        softmax(&mut weights);
        let mut squares = 0.0;
        for (i, &a) in weights.iter().enumerate() {
            for (j, &b) in weights.iter().enumerate() {
                let cell = if i == j { a } else { 0.0 } - a * b;
                squares += cell * cell;
            }
        }
        let [second, third] = [2, 3].map(|n| weights.iter().map(|a| a.powi(n)).sum::<f64>());
        let closed_form = second - 2.0 * third + second * second;
        assert!((jacobian_norm(&weights) - squares.sqrt()).abs() < 1e-15);
        assert!((jacobian_norm(&weights) - closed_form.sqrt()).abs() < 1e-15);
    }

    /// Two keys have J = p(1 − p)·[[1, −1], [−1, 1]], of norm 2p(1 − p).
    #[test]
    fn the_norm_keeps_its_digits_near_a_lookup() {
        for difference in [0.0, 1.0, 10.0, 50.0, 300.0_f64] {
            let mut weights = [difference, 0.0];
            softmax(&mut weights);
            let other = (-difference).exp() / (1.0 + (-difference).exp());
            let expected = 2.0 * other * (1.0 / (1.0 + (-difference).exp()));
            let norm = jacobian_norm(&weights);
            assert!(
                (norm / expected - 1.0).abs() < 1e-14,
                "{norm}, not {expected}"
            );
        }
    }
}

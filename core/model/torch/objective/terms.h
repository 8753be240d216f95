// The terms of the objectives. Sums over dimensions, averages over the batch, in nats.
#pragma once

#include <span>

#include "core/model/losses.h"
#include "core/model/torch/flat_tensors.h"
#include "core/model/torch/likelihood/likelihood.h"
#include "core/model/torch/objective/latent_batch.h"

namespace latlas::model {

class Discriminator;

// The decoder's outputs for some of a batch's samples.
struct OutputTask {
  const ModelConfig& config;
  const ReconstructionTerm& reconstruction;
  const LossSettings& settings;
  const LatentBatch& batch;   // the whole batch
  const at::Tensor& targets;  // [n, ...], of the whole batch
  std::int64_t first = 0;     // of the samples
  const at::Tensor& outputs;  // [samples * points, ...], logits or means
  // Of the same shape, overwritten with the derivative by the outputs; undefined: none.
  const at::Tensor& gradient;
  const LatentGradient& latentGradient;  // of the whole batch; undefined where `gradient` is
};

// Shares of the batch's average.
struct OutputLosses {
  Losses losses{};
  double logSigmaSlope = 0.0;  // d loss / d log sigma
};

// -log p(x|z) alone.
OutputLosses plainReconstruction(const OutputTask& task);

// -log 1/k sum_i w_i, log w_i = -R_i + s (log p(z_i) - log q(z_i | x)) (Burda et al. 2015, eq. 8),
// s the KL's schedule. Adds what the weights give to the latent gradient.
OutputLosses importanceWeighted(const OutputTask& task);

// -log p(x|z), and where the batch has a point z + e v beside each z (e is LatentBatch::kProbe, v ~
// N(0, I)) lambda |D(z + e v) - D(z)|^2 / e^2 of the decoded means D, not clamped. On average over v
// this is the squared Frobenius norm of D's Jacobian, the gradient penalty of Ghosh et al. 2020
// (section 3.1, RAE-GP), up to e^2 (Hutchinson 1990); its derivatives, by the decoder's weights and
// by z, are exactly those of the difference. Batch norm takes both points for one batch.
OutputLosses withGradientPenalty(const OutputTask& task);

// What else a batch costs. The functions below add their part to losses.loss, report their terms,
// and, where `gradient` is given, add their derivatives there.
struct TermTask {
  const LatentBatch& batch;
  const LossSettings& settings;
  Losses& losses;
  LatentGradient* gradient;                // null: losses only
  Discriminator* discriminator = nullptr;  // of an objective that has one
  // The decoder's, whose gradients are added to where `gradient` is given.
  std::span<const TrainedTensor> decoder{};
};

// klWeight * KL with free bits: sum_j max(freeBits, KL_j) (Kingma et al. 2016, eq. 15, over the
// batch).
void addKl(const TermTask& task, double klWeight);

// gamma |KL - C| (Burgess et al. 2018, eq. 4).
void addCapacity(const TermTask& task);

// MI + beta TC + dimension-wise KL by minibatch-stratified or -weighted sampling (Chen et al. 2018,
// section 4 and appendix C), all times klScale.
void addDecomposition(const TermTask& task);

// lambda_od sum_{i != j} C_ij^2 + lambda_d sum_i (C_ii - 1)^2, C the covariance of mu (DIP-VAE-I)
// or of z (DIP-VAE-II) over the batch (Kumar et al. 2018, eq. 6 and 7).
void addDip(const TermTask& task);

// beta |z|^2 / 2, and where rae_regularizer is weight_decay lambda times the sum of the squares of
// all that the decoder learns, biases too, in the loss and not in the optimizer's step (Ghosh et al.
// 2020, eq. 5 and section 3.1, RAE-L2).
void addRae(const TermTask& task);

// (alpha + lambda - 1) MMD(q(z), p(z)), the unbiased estimate with as many prior samples as the
// batch has (Zhao et al. 2017, eq. 7; Tolstikhin et al. 2018, algorithm 2). Kernels, of squared
// distance r: imq 2d / (2d + r), gaussian exp(-r / 2d); d is the number of dimensions.
void addMmd(const TermTask& task);

}  // namespace latlas::model

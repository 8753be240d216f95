// What the objectives put on the latent side: everything of the loss but the reconstruction. Each
// function adds its part to losses.loss, reports its terms, and, where `gradient` is given, adds
// its derivatives there. Sums over dimensions, averages over the batch, in nats.
#pragma once

#include "core/model/losses.h"
#include "core/model/torch/objective/latent_batch.h"

namespace latlas::model {

struct TermTask {
  const LatentBatch& batch;
  const LossSettings& settings;
  Losses& losses;
  LatentGradient* gradient;  // null: losses only
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

// (alpha + lambda - 1) MMD(q(z), p(z)), the unbiased estimate with as many prior samples as the
// batch has (Zhao et al. 2017, eq. 7; Tolstikhin et al. 2018, algorithm 2). Kernels, of squared
// distance r: imq 2d / (2d + r), gaussian exp(-r / 2d); d is the number of dimensions.
void addMmd(const TermTask& task);

}  // namespace latlas::model

// A Learner without Torch for judging threads, mailboxes and panels. It learns one prototype image:
// decode(z) = prototype + 0.1 z0, so a change of weights or of z is seen in the pixels; its
// reconstruction loss is the squared distance to the prototype and falls step by step. Everything
// that a step is given leaves its trace in the weights, so that equal weights mean equal steps.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "core/data/dataset.h"
#include "core/model/learner.h"

namespace latlas::test {

// What a model was given in a training step or an evaluation.
struct FakeBatch {
  std::vector<float> targets, inputs, noise;
  std::vector<std::int64_t> rows;
  model::StepOptions options;  // of an evaluation only the loss
};
// Of all models that one factory made; for one thread.
struct FakeModelLog {
  std::vector<FakeBatch> steps, evaluations;
  std::vector<model::LearnerRequest> requests;
  std::vector<float> held;  // samples
};

struct FakeModelOptions {
  // What is not finite at this call of trainStep, counted from 1: "the reconstruction term", "the
  // KL term", or a gradient, of which the norm is then infinite.
  std::int64_t nonFiniteAtStep = -1;
  std::string notFinite = "the KL term";
  bool wantsSamples = false;
  std::shared_ptr<FakeModelLog> log{};  // null: nothing is noted
  // Added to the losses of each evaluation, by the number of evaluations before it: a held-out
  // curve that a test has drawn. Behind its end the last value stays.
  std::vector<double> evaluationOffsets{};
  // Its tensors are those of the network that it stands for, with zeros, so that a run folder of it
  // can be read; what it has learned is not in them.
  bool isSavable = false;
  // So many of the next calls of weights() throw; null: none. For one thread.
  std::shared_ptr<int> refusals{};
};

model::ModelFactory fakeModels(FakeModelOptions options = {});

// `count` grey images of `side` x `side`: row r is filled with r / count, its label is r % 3 and
// its one factor ("parity") r % 2.
data::DatasetPtr fakeDataset(std::int64_t count, int side = 4);

}  // namespace latlas::test

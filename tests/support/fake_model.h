// A Model without Torch for judging threads, mailboxes and panels. It learns one prototype image:
// decode(z) = prototype + 0.1 z0, so a change of weights or of z is seen in the pixels; its
// reconstruction loss is the squared distance to the prototype and falls step by step.
#pragma once

#include <cstdint>
#include <memory>

#include "core/data/dataset.h"
#include "core/model/model.h"

namespace latlas::test {

struct FakeModelOptions {
  std::int64_t nonFiniteAtStep = -1;  // this step's loss is NaN, counted from 1
};

model::ModelFactory fakeModelFactory(FakeModelOptions options = {});

// `count` grey images of `side` x `side`: row r is filled with r / count, its label is r % 3 and
// its one factor ("parity") r % 2.
data::DatasetPtr fakeDataset(std::int64_t count, int side = 4);

}  // namespace latlas::test

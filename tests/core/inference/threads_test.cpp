// Trainer and inference on real threads with everything crossing at once; judged by
// ThreadSanitizer in the tsan build.
#include <gtest/gtest.h>

#include <chrono>
#include <numeric>
#include <string>
#include <thread>

#include "core/base/worker_thread.h"
#include "core/inference/grid_order.h"
#include "core/inference/map_order.h"
#include "core/inference/preview_order.h"
#include "core/inference/reconstruction_order.h"
#include "core/inference/worker.h"
#include "core/train/trainer.h"
#include "tests/support/fake_model.h"

namespace latlas::inference {
namespace {

double steadySeconds() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

TEST(Threads, TheImageStaysInStepWithTheWeightsWhileKnobsTurn) {
  Worker* listener = nullptr;
  train::Trainer trainer({test::fakeModels().makeLearner, steadySeconds,
                          [&listener] { listener->ring(); }, 0.001});
  Worker worker({test::fakeModels().makeReader, &trainer.weights(), steadySeconds, {}});
  listener = &worker;
  const auto dataset = test::fakeDataset(2000);
  model::Config config;
  config.train.epochs = 0;

  const WorkerThread workerThread(worker);
  const WorkerThread trainerThread(trainer);
  std::vector<std::int64_t> rows(500);
  std::iota(rows.begin(), rows.end(), 0);
  std::int64_t lastStep = 0;
  const auto previews = std::make_shared<Latest<DecodedImages>>();
  const auto grids = std::make_shared<Latest<DecodedImages>>();
  const auto maps = std::make_shared<Latest<LatentMap>>();
  const auto pairs = std::make_shared<Latest<Reconstruction>>();
  for (std::uint64_t run = 1; run <= 3; ++run) {
    trainer.send(train::command::Load{run, dataset, config, nullptr});
    trainer.send(train::command::Start{});
    for (std::uint64_t serial = 1; serial <= 200; ++serial) {
      OrderList orders;
      orders.add(previewOrder("preview", serial, {static_cast<float>(serial) * 0.01f, 0.0f},
                              previews));
      orders.add(gridOrder("grid", serial / 3, std::vector<float>(2 * 64, 0.1f), grids));
      orders.add(mapOrder("map", run, dataset, rows, maps));
      // Comes and goes.
      if (serial % 7 < 5)
        orders.add(reconstructionOrder("hovered", serial, dataset,
                                       static_cast<std::int64_t>(serial), pairs));
      worker.order(std::move(orders));
      trainer.send(train::command::SetKey{"beta", std::to_string(1 + serial % 5)});
      std::this_thread::sleep_for(std::chrono::microseconds(200));
    }
    trainer.send(train::command::Pause{});
    trainer.send(train::command::TakeCheckpoint{});
    // Once paused, the preview ends up on the paused step's weights and the last request.
    const double deadline = steadySeconds() + 60.0;
    for (;;) {
      ASSERT_LT(steadySeconds(), deadline);
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
      const auto snapshot = trainer.snapshots().read();
      const auto preview = previews->read();
      const auto map = maps->read();
      if (!snapshot || snapshot->run != run || snapshot->state != train::RunState::paused) continue;
      if (!preview || preview->run != run || preview->version != 200) continue;
      if (!map || map->run != run || map->step != snapshot->step) continue;
      if (preview->step != snapshot->step) continue;
      lastStep = snapshot->step;
      break;
    }
    EXPECT_GT(lastStep, 0);
  }
}

}  // namespace
}  // namespace latlas::inference

// Trainer and inference on real threads with everything crossing at once; judged by
// ThreadSanitizer in the tsan build.
#include <gtest/gtest.h>

#include <chrono>
#include <numeric>
#include <string>
#include <thread>

#include "core/base/worker_thread.h"
#include "core/inference/inference.h"
#include "core/train/trainer.h"
#include "tests/support/fake_model.h"

namespace latlas::train {
namespace {

double steadySeconds() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

TEST(Threads, TheImageStaysInStepWithTheWeightsWhileKnobsTurn) {
  Inference* listener = nullptr;
  Trainer trainer({test::fakeModelFactory(), steadySeconds, [&listener] { listener->ring(); },
                   0.001});
  Inference inference({test::fakeModelFactory(), &trainer.weights(), steadySeconds, {}});
  listener = &inference;
  const auto dataset = test::fakeDataset(2000);
  model::Config config;
  config.train.epochs = 0;

  const WorkerThread inferenceThread(inference);
  const WorkerThread trainerThread(trainer);
  std::vector<std::int64_t> rows(500);
  std::iota(rows.begin(), rows.end(), 0);
  std::int64_t lastStep = 0;
  for (std::uint64_t run = 1; run <= 3; ++run) {
    trainer.send(command::Load{run, dataset, config, nullptr});
    trainer.send(command::Start{});
    inference.probe({run, dataset, rows});
    for (std::uint64_t serial = 1; serial <= 200; ++serial) {
      inference.decode(DecodeSlot::preview, {serial, {static_cast<float>(serial) * 0.01f, 0.0f}});
      inference.decode(DecodeSlot::grid, {serial, std::vector<float>(2 * 64, 0.1f)});
      inference.reconstruct({serial, dataset, static_cast<std::int64_t>(serial)});
      trainer.send(command::SetKey{"beta", std::to_string(1 + serial % 5)});
      std::this_thread::sleep_for(std::chrono::microseconds(200));
    }
    trainer.send(command::Pause{});
    trainer.send(command::TakeCheckpoint{});
    // Once paused, the preview ends up on the paused step's weights and the last request.
    const double deadline = steadySeconds() + 60.0;
    for (;;) {
      ASSERT_LT(steadySeconds(), deadline);
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
      const auto snapshot = trainer.snapshots().read();
      const auto preview = inference.decoded(DecodeSlot::preview).read();
      const auto map = inference.maps().read();
      if (!snapshot || snapshot->run != run || snapshot->state != RunState::paused) continue;
      if (!preview || preview->run != run || preview->serial != 200) continue;
      if (!map || map->run != run || map->step != snapshot->step) continue;
      if (preview->step != snapshot->step) continue;
      lastStep = snapshot->step;
      break;
    }
    EXPECT_GT(lastStep, 0);
  }
}

}  // namespace
}  // namespace latlas::train

// The inference worker: decodes and encodes with the newest published weights, so that a slider
// never waits for a training batch. Requests are standing orders: each is answered at once, and
// again whenever the weights change, so an image learns under the user's hand.
// Threading: everything but turn() and waitForWork() may be called from any thread.
// Owns: a model for reading, refreshed from Trainer::weights().
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <stop_token>
#include <vector>

#include "core/base/doorbell.h"
#include "core/base/latest.h"
#include "core/data/images.h"
#include "core/latent/projection.h"
#include "core/train/snapshot.h"

namespace latlas::train {

struct DecodeRequest {
  std::uint64_t serial = 0;  // the caller's, echoed
  std::vector<float> z;      // [n, latent]; empty: an order withdrawn
};

struct DecodedImages {
  std::uint64_t serial = 0;
  std::uint64_t run = 0;
  std::int64_t step = 0;  // of the weights
  std::vector<float> z;
  std::vector<float> values;  // of vectors: [n, D], standardized; empty for images
  data::Images images;        // of vectors: their charts
};

// Encode these rows of the dataset as the map's points.
struct ProbeRequest {
  std::uint64_t run = 0;
  data::DatasetPtr dataset;
  std::vector<std::int64_t> rows;
};

// The latent map: posterior means of the probe rows and where they lie in the plane.
struct LatentMap {
  std::uint64_t run = 0;
  std::int64_t step = 0;
  data::DatasetPtr dataset;
  std::vector<std::int64_t> rows;
  int latent = 0;
  std::vector<float> mu;  // [rows, latent]
  std::vector<float> xy;  // [rows, 2]
  latent::PlaneProjection projection;
  bool isPca = false;
};

// One dataset image beside what the model makes of it.
struct ReconstructRequest {
  std::uint64_t serial = 0;
  data::DatasetPtr dataset;  // null: withdrawn
  std::int64_t row = 0;
};
struct Reconstruction {
  std::uint64_t serial = 0;
  std::int64_t row = 0;
  std::int64_t step = 0;
  std::vector<float> mu;
  std::vector<float> values;  // of vectors: [2, D], as the pair; empty for images
  data::Images pair;          // the original, then its reconstruction
};

// The preview is what the user's hand is on; the grid is decoded in pieces between previews.
enum class DecodeSlot { preview, grid };
inline constexpr std::size_t kDecodeSlots = 2;

struct InferenceSetup {
  model::ModelFactory makeModel;
  const Latest<PublishedWeights>* weights = nullptr;  // outlives the worker
  std::function<double()> clock;
  std::function<void()> wake;
};

class Inference {
 public:
  explicit Inference(InferenceSetup setup);
  ~Inference();

  void decode(DecodeSlot slot, DecodeRequest request);
  void reconstruct(ReconstructRequest request);
  void probe(ProbeRequest request);
  // New weights are there (the trainer's wake calls it).
  void ring() { doorbell_.ring(); }

  const Latest<DecodedImages>& decoded(DecodeSlot slot) const {
    return decoded_[static_cast<std::size_t>(slot)];
  }
  const Latest<Reconstruction>& reconstructions() const { return reconstructions_; }
  const Latest<LatentMap>& maps() const { return maps_; }
  const Latest<Failure>& failures() const { return failures_; }

  // One piece of the most urgent work. False: nothing to do.
  bool turn();
  void waitForWork(std::stop_token stop);

 private:
  struct State;
  void refreshWeights();
  void takeRequests();
  void answerPreview();
  void answerReconstruction();
  void answerGridPiece();
  void encodeMapPiece();
  void finishMap();
  bool mapIsWanted() const;
  std::unique_ptr<model::Model> makeModel(const model::ModelSpec& spec) const;

  InferenceSetup setup_;
  Doorbell doorbell_;
  std::array<Latest<DecodeRequest>, kDecodeSlots> decodeRequests_;
  Latest<ReconstructRequest> reconstructRequests_;
  Latest<ProbeRequest> probeRequests_;
  std::array<Latest<DecodedImages>, kDecodeSlots> decoded_;
  Latest<Reconstruction> reconstructions_;
  Latest<LatentMap> maps_;
  Latest<Failure> failures_;
  std::unique_ptr<State> state_;
};

}  // namespace latlas::train

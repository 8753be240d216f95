// Products that skip zeros: the same numbers as dense ones, up to rounding.
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "core/base/random.h"
#include "core/model/torch/kernels/sparse_kernel.h"
#include "tests/torch/small_models.h"

namespace latlas::model {
namespace {

constexpr float kNan = std::numeric_limits<float>::quiet_NaN();
constexpr float kInfinity = std::numeric_limits<float>::infinity();

// [rows, width], of which about so much is not 0; the second row is empty, as is the third column.
std::vector<float> sparseNumbers(std::int64_t rows, std::int64_t width, double filled) {
  std::vector<float> numbers(static_cast<std::size_t>(rows * width));
  Random random(static_cast<std::uint64_t>(rows * width));
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    const auto row = static_cast<std::int64_t>(i) / width;
    const auto column = static_cast<std::int64_t>(i) % width;
    const bool isEmpty = filled < 1.0 && (row == 1 || column == 2);
    if (random.uniform() < filled && !isEmpty)
      numbers[i] = static_cast<float>(random.uniform()) - 0.5f;
  }
  return numbers;
}

// sum_k a[k * aStep] b[k * bStep], and the same of absolute values, in double.
struct Sum {
  double value = 0.0, size = 0.0;

  Sum(const float* a, std::int64_t aStep, const float* b, std::int64_t bStep, std::int64_t count) {
    for (std::int64_t k = 0; k < count; ++k) {
      const double term = static_cast<double>(a[k * aStep]) * b[k * bStep];
      value += term;
      size += std::fabs(term);
    }
  }
};

struct SparseCase {
  std::int64_t rows, inputs, outputs;
  double filled;
};

class SparseProducts : public testing::TestWithParam<SparseCase> {};

TEST_P(SparseProducts, AreThoseOfTheDenseMatrix) {
  const auto [rows, inputs, outputs, filled] = GetParam();
  const std::vector<float> x = sparseNumbers(rows, inputs, filled);
  const std::vector<float> weights = someNoise(static_cast<int>(outputs * inputs), 1);
  const std::vector<float> bias = someNoise(static_cast<int>(outputs), 2);
  const std::vector<float> outputGradient = someNoise(static_cast<int>(rows * outputs), 3);
  SparseMatrix matrix, transposed;
  ASSERT_TRUE(compress(x.data(), rows, inputs, 1.0, matrix));
  transpose(matrix, transposed);
  SparseWorkspace workspace;
  std::vector<float> y(outputGradient.size(), kNan), gradient(weights.size(), kNan);
  sparseForward({matrix, weights.data(), bias.data(), outputs}, workspace, y.data());
  sparseWeightGradient({transposed, outputGradient.data(), outputs}, workspace, gradient.data());
  for (std::int64_t row = 0; row < rows; ++row)
    for (std::int64_t output = 0; output < outputs; ++output) {
      const Sum sum(&x[static_cast<std::size_t>(row * inputs)], 1,
                    &weights[static_cast<std::size_t>(output * inputs)], 1, inputs);
      const double first = bias[static_cast<std::size_t>(output)];
      ASSERT_NEAR(y[static_cast<std::size_t>(row * outputs + output)], sum.value + first,
                  1e-6 * (sum.size + std::fabs(first)))
          << row << " " << output;
    }
  for (std::int64_t output = 0; output < outputs; ++output)
    for (std::int64_t input = 0; input < inputs; ++input) {
      const Sum sum(&x[static_cast<std::size_t>(input)], inputs,
                    &outputGradient[static_cast<std::size_t>(output)], outputs, rows);
      ASSERT_NEAR(gradient[static_cast<std::size_t>(output * inputs + input)], sum.value,
                  1e-6 * sum.size)
          << output << " " << input;
    }
}

INSTANTIATE_TEST_SUITE_P(Shapes, SparseProducts,
                         testing::Values(SparseCase{9, 13, 8, 0.3}, SparseCase{3, 100, 48, 0.2},
                                         SparseCase{64, 65, 120, 0.0}, SparseCase{5, 24, 208, 1.0},
                                         SparseCase{70, 784, 400, 0.19}));

TEST(SparseMatrix, HasWhatIsNotZeroByRowsAndByColumns) {
  const std::vector<float> dense{0, 1, 0, -0.0f, 2, kNan};
  SparseMatrix matrix, transposed;
  ASSERT_TRUE(compress(dense.data(), 2, 3, 0.5, matrix));
  EXPECT_EQ(matrix.begins, (std::vector<std::int32_t>{0, 1, 3}));
  EXPECT_EQ(std::vector(matrix.columns.begin(), matrix.columns.begin() + 3),
            (std::vector<std::int32_t>{1, 1, 2}));
  EXPECT_EQ(std::vector(matrix.values.begin(), matrix.values.begin() + 2),
            (std::vector<float>{1, 2}));
  EXPECT_TRUE(std::isnan(matrix.values[2]));
  transpose(matrix, transposed);
  EXPECT_EQ(transposed.begins, (std::vector<std::int32_t>{0, 0, 2, 3}));
  EXPECT_EQ(std::vector(transposed.columns.begin(), transposed.columns.begin() + 3),
            (std::vector<std::int32_t>{0, 1, 1}));
  EXPECT_FALSE(compress(dense.data(), 2, 3, 0.49, matrix));
  EXPECT_EQ(matrix.rows, 2);
}

// 24 hidden units, in whole vectors; or one more, which nothing reaches and which reaches nothing,
// so that the products are dense.
struct Pair {
  std::unique_ptr<Learner> sparse, dense;

  explicit Pair(int threads) {
    const auto make = [threads](int hidden) {
      ModelSpec spec = smallSpec(Architecture::mlp);
      spec.config.hidden = {hidden};
      return makeTorchLearner({.spec = spec,
                               .seed = 3,
                               .threads = threads,
                               .device = Device::cpu,
                               .purpose = Purpose::trainingAlone,
                               .optimizer = Optimizer::sgd});
    };
    sparse = make(24);
    dense = make(25);
    takeOver();
  }

  // The dense model's weights become the other's.
  void takeOver() const {
    const Tensors known = sparse->weights();
    Tensors weights = dense->weights();
    for (Tensor& tensor : weights) {
      const Tensor& from = tensorNamed(known, tensor.name);
      if (tensor.shape == from.shape) {
        tensor.values = from.values;
        continue;
      }
      std::ranges::fill(tensor.values, 0.0f);
      const std::int64_t columns = from.shape.size() > 1 ? from.shape[1] : 1;
      const std::int64_t stride = tensor.shape.size() > 1 ? tensor.shape[1] : 1;
      for (std::size_t i = 0; i < from.values.size(); ++i) {
        const auto at = static_cast<std::int64_t>(i);
        tensor.values[static_cast<std::size_t>(at / columns * stride + at % columns)] =
            from.values[i];
      }
    }
    dense->setWeights(weights);
  }
};

constexpr int kBatch = 20;

StepResult stepOf(Learner& model, const std::vector<float>& pixels) {
  StepOptions options{.loss = settingsFor(model), .learningRate = 1e-2, .momentum = 0.0};
  return trainOn(model, pixels, someNoise(kBatch * 3), options);
}

TEST(SparseTraining, LearnsWhatDenseTrainingLearns) {
  for (const int threads : {1, 2}) {
    const Pair models(threads);
    for (const double filled : {0.0, 0.1, 0.22, 1.0}) {
      std::vector<float> pixels = sparseNumbers(kBatch, 64, filled);
      for (float& pixel : pixels) pixel = std::fabs(pixel);
      const StepResult sparse = stepOf(*models.sparse, pixels);
      const StepResult dense = stepOf(*models.dense, pixels);
      EXPECT_NEAR(sparse.losses.loss, dense.losses.loss, 1e-6 * std::fabs(dense.losses.loss));
      EXPECT_NEAR(sparse.gradientNorm, dense.gradientNorm, 1e-6 * dense.gradientNorm);
      const Tensors after = models.sparse->weights();
      const Tensor& learned = tensorNamed(after, "encoder.1.weight");
      const Tensors expected = models.dense->weights();
      const Tensor& reference = tensorNamed(expected, "encoder.1.weight");
      for (std::size_t i = 0; i < learned.values.size(); ++i)
        ASSERT_NEAR(learned.values[i], reference.values[i], 1e-6) << threads << " " << filled;
      models.takeOver();
    }
  }
}

TEST(SparseTraining, GivesTheSameBitsEachTime) {
  const std::vector<float> pixels = sparseNumbers(kBatch, 64, 0.1);
  for (const int threads : {1, 2, 3}) {
    const Pair first(threads), second(threads);
    for (int step = 0; step < 3; ++step) {
      stepOf(*first.sparse, pixels);
      stepOf(*second.sparse, pixels);
    }
    EXPECT_EQ(first.sparse->weights(), second.sparse->weights());
  }
}

// A weight that nothing but zeros reaches takes no part; one that a sample reaches shows.
TEST(SparseTraining, FindsWhatIsNotFiniteWhereItTakesPart) {
  const Pair models(1);
  std::vector<float> pixels(kBatch * 64, 0.0f);
  for (std::size_t row = 0; row < kBatch; ++row) pixels[row * 64 + 5] = 1.0f;
  for (const float bad : {kNan, kInfinity}) {
    Tensors weights = models.sparse->weights();
    std::vector<float>& values = weights.at(0).values;
    ASSERT_EQ(weights.at(0).name, "encoder.1.weight");
    const float before = values[6];
    values[6] = bad;
    models.sparse->setWeights(weights);
    EXPECT_TRUE(stepOf(*models.sparse, pixels).applied());
    const std::vector<float> filled(pixels.size(), 1.0f);
    EXPECT_FALSE(stepOf(*models.sparse, filled).applied());
    pixels[6] = 1.0f;
    EXPECT_FALSE(stepOf(*models.sparse, pixels).applied());
    pixels[6] = 0.0f;
    values[6] = before;
    models.sparse->setWeights(weights);
    pixels[5] = bad;
    EXPECT_FALSE(stepOf(*models.sparse, pixels).applied()) << "a sample";
    pixels[5] = 1.0f;
  }
}

}  // namespace
}  // namespace latlas::model

#include "tests/app/dataset_files.h"

#include "tests/core/data/archive_fixtures.h"
#include "tests/core/data/array_fixtures.h"
#include "tests/core/data/hdf5_fixture.h"

namespace latlas::test {
namespace {

namespace made = data::test;
using made::Bytes;

Bytes pictures(int count) { return made::countingBytes(static_cast<std::size_t>(count) * 64); }

// 0, 1, 0, 1, ...
Bytes twoClasses(int count) {
  Bytes labels;
  for (int i = 0; i < count; ++i) labels.push_back(static_cast<std::uint8_t>(i % 2));
  return labels;
}

Bytes idxPictures(int count) {
  return made::idxFile({static_cast<std::uint32_t>(count), 8, 8}, pictures(count));
}

Bytes idxLabels(int count) {
  return made::idxFile({static_cast<std::uint32_t>(count)}, twoClasses(count));
}

Bytes png(int number) {
  const auto level = static_cast<std::uint8_t>(20 * number);
  return made::pngFile(8, 8, 3, made::plainImage(8, 8, {level, 100, 200}));
}

// CIFAR-10's records: a label, and 3 x 32 x 32 pixels.
Bytes cifarRecords(int count) {
  Bytes records;
  for (int i = 0; i < count; ++i) {
    records.push_back(static_cast<std::uint8_t>(i % 10));
    const Bytes pixels = made::countingBytes(3072);
    records.insert(records.end(), pixels.begin(), pixels.end());
  }
  return records;
}

Bytes text(const std::string& of) { return {of.begin(), of.end()}; }

Bytes flowers(int count, char separator) {
  std::string table = "length,width,kind\n";
  for (int i = 0; i < count; ++i)
    table += std::to_string(i * 0.5 + 1.0) + "," + std::to_string(3.25 - i * 0.1) + "," +
             (i % 3 == 0 ? "rose" : "lily") + "\n";
  if (separator != ',')
    for (char& c : table)
      if (c == ',') c = separator;
  return text(table);
}

// With columns called pixel0, pixel1, ..., as the well-known MNIST tables have them, or otherwise.
Bytes pixelTable(int count, const std::string& name) {
  std::string table = "label";
  for (int i = 0; i < 64; ++i) table += "," + name + std::to_string(i);
  for (int row = 0; row < count; ++row) {
    table += "\n" + std::to_string(row % 4);
    for (int i = 0; i < 64; ++i) table += "," + std::to_string((row * 31 + i * 17) % 256);
  }
  return text(table + "\n");
}

void putImages(const std::filesystem::path& folder, int count) {
  std::string table = "file,age,town\n";
  for (int i = 0; i < count; ++i) {
    const std::string name = (i % 2 == 0 ? "cats/" : "dogs/") + std::to_string(i) + ".png";
    made::put(folder / name, png(i));
    table += name + "," + std::to_string(i + 3) + "," + (i % 3 == 0 ? "Ulm" : "Bern") + "\n";
  }
  made::put(folder / "metadata.csv", text(table));
  made::put(folder / "cats" / "broken.png", text("no picture"));
}

}  // namespace

std::vector<DatasetFile> writeDatasetFiles(const std::filesystem::path& folder) {
  std::filesystem::create_directories(folder);
  const auto put = [&](const std::string& name, const Bytes& bytes) {
    std::filesystem::create_directories((folder / name).parent_path());
    made::put(folder / name, bytes);
  };
  put("plain/train-images-idx3-ubyte", idxPictures(20));
  put("plain/train-labels-idx1-ubyte", idxLabels(20));
  put("packed/train-images-idx3-ubyte.gz", made::gzipped(idxPictures(21)));
  put("packed/train-labels-idx1-ubyte.gz", made::gzipped(idxLabels(21)));
  put("array.npy", made::npyFile({"|u1", {22, 8, 8}, pictures(22)}));
  put("rows.npy", made::npyOf("<f4", {23, 5}, made::counting(115)));
  put("arrays.npz",
      made::npzFile({{"train_images", made::npyFile({"|u1", {14, 8, 8}, pictures(14)})},
                     {"train_labels", made::npyFile({"|u1", {14, 1}, twoClasses(14)})},
                     {"test_images", made::npyFile({"|u1", {10, 8, 8}, pictures(10)})},
                     {"test_labels", made::npyFile({"|u1", {10, 1}, twoClasses(10)})}},
                    true));
  put("several.npz", made::npzFile({{"these", made::npyFile({"|u1", {13, 8, 8}, pictures(13)})},
                                    {"those", made::npyFile({"|u1", {14, 8, 8}, pictures(14)})}}));
  put("set.h5", made::hdf5File({{"images", "|u1", {25, 8, 8}, pictures(25)},
                                {"labels", "|u1", {25}, twoClasses(25)}}));
  put("cifar/data_batch_1.bin", cifarRecords(16));
  put("cifar/test_batch.bin", cifarRecords(10));
  put("cifar.tar.gz",
      made::gzipped(made::tarFile({{"cifar-10-batches-bin/data_batch_1.bin", cifarRecords(27)}})));
  put("flowers.csv", flowers(28, ','));
  put("flowers.tsv", flowers(29, '\t'));
  put("pixels.csv", pixelTable(30, "pixel"));
  put("numbers.csv", pixelTable(31, "n"));
  std::vector<made::ZipEntry> zipped;
  std::vector<made::TarEntry> packed;
  for (int i = 0; i < 8; ++i)
    zipped.push_back({(i % 2 == 0 ? "a/" : "b/") + std::to_string(i) + ".png", png(i)});
  for (int i = 0; i < 9; ++i)
    packed.push_back({(i % 2 == 0 ? "a/" : "b/") + std::to_string(i) + ".png", png(i)});
  put("pictures.zip", made::zipFile(zipped));
  put("pictures.tar", made::tarFile(packed));
  std::filesystem::create_directories(folder / "pets" / "cats");
  std::filesystem::create_directories(folder / "pets" / "dogs");
  putImages(folder / "pets", 12);

  return {
      {"plain", "IDX", 20, "1 x 8 x 8", 2, false, {{"Data/values", "bytes, 0 to 255"}}},
      {"packed", "IDX, gzipped", 21, "1 x 8 x 8", 2},
      {"array.npy", "NumPy array", 22, "1 x 8 x 8", 0},
      {"rows.npy", "NumPy array", 23, "5 columns", 0, false, {{"Data/kind", "vectors"}}},
      {"arrays.npz", "NumPy archive", 24, "1 x 8 x 8", 2},
      {"set.h5", "HDF5", 25, "1 x 8 x 8", 2},
      {"cifar", "CIFAR-10 folder", 26, "3 x 32 x 32", 10},
      {"cifar.tar.gz", "CIFAR-10 archive", 27, "3 x 32 x 32", 10},
      {"flowers.csv", "CSV", 28, "2 columns", 2, false, {{"Data/kind", "vectors"}}},
      {"flowers.tsv", "TSV", 29, "2 columns", 2},
      {"pixels.csv", "CSV", 30, "1 x 8 x 8", 4},
      {"numbers.csv", "CSV", 31, "1 x 8 x 8", 4, true},
      {"pictures.zip", "ZIP of images", 8, "3 x 8 x 8", 2},
      {"pictures.tar", "TAR of images", 9, "3 x 8 x 8", 2},
      {"pets", "image folder", 12, "3 x 8 x 8", 2, false, {{"Data/Skipped", "folded"}}},
      {"builtin:blobs?count=300&dims=6", "generated", 300, "6 columns", 8},
  };
}

}  // namespace latlas::test

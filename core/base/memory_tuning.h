// glibc hands every large tensor back to the kernel and asks for it again at the next step; page
// faults then cost almost half of a training step of a small network (25.3k -> 42.5k images/s
// measured on 784-400-20-400-784, batch 128, two cores).
#pragma once

namespace latlas {

// Keeps freed memory in the process. Call once, first thing in main(). No effect outside glibc.
void keepFreedMemory();

}  // namespace latlas

// How loops are compiled for the CPU that they will run on.
#pragma once

// The build is for any x86-64; the loader picks the version of a loop that suits the CPU. It does so
// before a sanitizer is ready to be called from instrumented code.
#if defined(__x86_64__) && defined(__ELF__) && defined(__GNUC__) && !defined(__clang__) && \
    !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#define LATLAS_VECTORIZED __attribute__((target_clones("avx512f", "avx2", "default")))
// For sums of products in vectors of 256 bits: avx2 alone has no instruction that multiplies and adds.
#define LATLAS_VECTORIZED_SUMS __attribute__((target_clones("fma", "default")))
#else
#define LATLAS_VECTORIZED
#define LATLAS_VECTORIZED_SUMS
#endif
// Helpers have to be inlined to be compiled for their caller's CPU.
#define LATLAS_INLINE [[gnu::always_inline]] inline

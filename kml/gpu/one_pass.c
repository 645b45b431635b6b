// One pass over X and y on a CPU: total = Xᵀ(Xθ − y) over `rows` rows.
//
// kml.gpu.steps compiles this when it is first needed, with T (float or double) and D (the number of features) given,
// so that the compiler knows how long the inner loops are. A row is used twice while it is in the first-level cache.
#include <stdint.h>

enum { BLOCK = 256, AHEAD = 4096, LINE = 64 };

void one_pass(const T *restrict X, const T *restrict y, const T *restrict theta, int64_t rows, double *restrict total) {
    for (int j = 0; j < D; j++) total[j] = 0;
    for (int64_t start = 0; start < rows; start += BLOCK) {
        int64_t end = start + BLOCK < rows ? start + BLOCK : rows;
        T sums[D] = {0};  // of few rows, so that float is enough; the sum over blocks is in double
#pragma GCC unroll 4
        for (int64_t i = start; i < end; i++) {
            const T *x = X + i * D;
            // Memory answers after some 100 ns: ask for what comes 4 KiB later now, whether or not it is still ours.
            for (int j = 0; j < D; j += LINE / (int)sizeof(T)) __builtin_prefetch((const char *)(x + j) + AHEAD);
            T r = 0;
            for (int j = 0; j < D; j++) r += x[j] * theta[j];
            r -= y[i];
            for (int j = 0; j < D; j++) sums[j] += x[j] * r;
        }
        for (int j = 0; j < D; j++) total[j] += sums[j];
    }
}

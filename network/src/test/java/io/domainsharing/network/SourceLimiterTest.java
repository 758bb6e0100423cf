// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SourceLimiterTest {
    private static final InetAddress ONE = address("192.0.2.1");
    private static final InetAddress OTHER = address("2001:db8::1");

    private final AtomicLong nanoTime = new AtomicLong(Long.MAX_VALUE - 1000);

    @Test
    void limiterShouldAdmitOneSecondsWorthAtOnceAndThenTheRate() {
        SourceLimiter limiter = new SourceLimiter(10, 100, nanoTime::get);

        assertThat(admitted(limiter, ONE, 20)).isEqualTo(10);
        nanoTime.addAndGet(350_000_000);
        assertThat(admitted(limiter, ONE, 20)).isEqualTo(3);
        nanoTime.addAndGet(3_600_000_000_000L);
        assertThat(admitted(limiter, ONE, 20)).isEqualTo(10);
    }

    @Test
    void limiterShouldAdmitASourceWhenAnotherIsExhausted() {
        SourceLimiter limiter = new SourceLimiter(1, 100, nanoTime::get);

        assertThat(admitted(limiter, ONE, 5)).isEqualTo(1);
        assertThat(admitted(limiter, OTHER, 5)).isEqualTo(1);
    }

    @Test
    void limiterShouldForgetTheSourceSeenLongestAgoWhenFull() {
        SourceLimiter limiter = new SourceLimiter(1, 100, nanoTime::get);
        assertThat(limiter.admits(ONE)).isTrue();

        for (int i = 0; i < 1000; i++) {
            assertThat(limiter.admits(address("198.51." + i / 250 + "." + i % 250)))
                    .isTrue();
        }

        assertThat(limiter.size()).isEqualTo(100);
    }

    private static int admitted(SourceLimiter limiter, InetAddress source, int queries) {
        int admitted = 0;
        for (int i = 0; i < queries; i++) {
            admitted += limiter.admits(source) ? 1 : 0;
        }
        return admitted;
    }

    private static InetAddress address(String literal) {
        return NetUtil.createInetAddressFromIpAddressString(literal);
    }
}

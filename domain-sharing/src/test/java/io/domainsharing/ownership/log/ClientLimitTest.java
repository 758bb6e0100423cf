// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.log;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.net.InetAddresses;
import io.domainsharing.ownership.FakeClock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClientLimitTest {
    private static final String CLIENT = "192.0.2.7";

    private final FakeClock clock = new FakeClock();
    private final Deque<Runnable> later = new ArrayDeque<>();
    private final List<String> rest = new ArrayList<>();
    private final ClientLimit testee =
            new ClientLimit(clock, later::add, (client, leftOut) -> rest.add(leftOut + " of " + client));

    private int admitted(String client, int lines) {
        int admitted = 0;
        for (int i = 0; i < lines; i++) {
            admitted += testee.admits(InetAddresses.forString(client)) ? 1 : 0;
        }
        return admitted;
    }

    @Test
    void lineShouldBeAdmittedUntilTheClientHasHadItsShare() {
        assertThat(admitted(CLIENT, 5_000)).isEqualTo(ClientLimit.LINES);
        assertThat(admitted("192.0.2.8", 1)).isEqualTo(1);
    }

    @Test
    void restShouldBeToldOnceTheMinuteIsOverThoughNothingElseHappens() {
        admitted(CLIENT, ClientLimit.LINES + 40);
        assertThat(later).hasSize(1);

        clock.advance(LogLimit.EVERY);
        later.remove().run();

        assertThat(rest).containsExactly("40 of " + CLIENT);
        assertThat(admitted(CLIENT, 1)).isEqualTo(1);
    }

    @Test
    void restShouldBeToldOnlyOnceWhenTheNextMinuteBeginsWithALine() {
        admitted(CLIENT, ClientLimit.LINES + 40);
        clock.advance(LogLimit.EVERY);
        admitted(CLIENT, 1);
        later.remove().run();

        assertThat(rest).containsExactly("40 of " + CLIENT);
    }

    @Test
    void nothingShouldBeToldOfAClientOfWhichAllLinesWereWritten() {
        admitted(CLIENT, ClientLimit.LINES);
        testee.tellRest();

        assertThat(later).isEmpty();
        assertThat(rest).isEmpty();
    }

    @Test
    void networkOf64BitsShouldBeOneClient() {
        assertThat(admitted("2001:db8::1", ClientLimit.LINES)).isEqualTo(ClientLimit.LINES);
        assertThat(admitted("2001:db8:0:0:ffff::2", 3)).isZero();
        assertThat(admitted("2001:db8:0:1::2", 1)).isEqualTo(1);
        testee.tellRest();

        assertThat(rest).containsExactly("3 of 2001:db8:0:0:0:0:0:0/64");
    }

    @Test
    void clientsBeyondTheBoundShouldShareOneCount() {
        for (int i = 0; i < ClientLimit.CLIENTS; i++) {
            assertThat(admitted("10.0." + i / 256 + '.' + i % 256, 1)).isEqualTo(1);
        }
        int admitted = 0;
        for (int i = 0; i < 5_000; i++) {
            admitted += admitted("10.1." + i / 256 + '.' + i % 256, 1);
        }
        testee.tellRest();

        assertThat(admitted).isEqualTo(ClientLimit.LINES);
        assertThat(rest).containsExactly(5_000 - ClientLimit.LINES + " of other clients");
    }

    @Test
    void linesShouldComeAgainWhenAClockThatWasADayAheadIsSetRight() {
        clock.advance(Duration.ofDays(1));
        admitted(CLIENT, ClientLimit.LINES + 1);
        clock.advance(Duration.ofDays(-1));

        assertThat(admitted(CLIENT, 1)).isEqualTo(1);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.mx;

import static io.domainsharing.ownership.LongTextContract.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.domainsharing.ownership.SameHash;
import io.domainsharing.ownership.mx.MxAnswer.Hosts;
import java.net.InetAddress;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.DClass;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.TextParseException;

/** Answers far longer than one DNS message can be, and names that no host has. */
@Tag("O3")
class LongMxAnswerTest {
    private static final int HOSTS = 30_000;

    @Test
    void veryManyHostsShouldBeRankedWithinSecondsAndTheBestOfThemCount() {
        List<Record> records = SameHash.words(HOSTS, "ak", "c-").stream()
                .map(name -> mx(name + ".example.net."))
                .toList();
        ThisServer self = new ThisServer(
                Set.of("paris.example.net"),
                host -> CompletableFuture.completedStage(List.of(InetAddress.getLoopbackAddress())),
                address -> false);

        Hosts found = assertTimeoutPreemptively(PATIENCE, () -> (Hosts) DnsMxLookup.hosts(records));
        MxRank rank = assertTimeoutPreemptively(
                PATIENCE, () -> self.among(found.hosts()).toCompletableFuture().join());

        assertThat(found.hosts()).hasSize(HOSTS).isSortedAccordingTo(MxHost.BEST_FIRST);
        assertThat(rank.others()).isEqualTo(found.hosts().subList(0, ThisServer.MOST_HOSTS));
        assertThat(rank.above()).hasSize(ThisServer.MOST_HOSTS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\\027[2J",
                "a\\013\\010FORGED",
                "\\000",
                "\\127",
                "\\155",
                "\\226\\128\\174",
                "\\226\\128\\168",
                "a\\032b",
                "a\\.b@"
            })
    void nameWithControlCharactersShouldBeNoHost(String label) {
        assertThat(DnsMxLookup.hosts(List.of(mx(label + ".example.net."), mx("paris.example.net."))))
                .isInstanceOfSatisfying(Hosts.class, hosts -> assertThat(hosts.hosts())
                        .containsExactly(new MxHost(10, "paris.example.net")));
        assertThat(DnsMxLookup.hosts(List.of(mx(label + ".example.net."))))
                .isInstanceOfSatisfying(MxAnswer.NoAnswer.class, none -> assertThat(none.detail())
                        .matches("\\p{Print}*"));
    }

    @Test
    void detailOfAFailureShouldBePrintable() {
        assertThat(new MxAnswer.NoAnswer("no \u001b[2J\r\nFORGED \0\u007f\u009b\u202e\u2028").detail())
                .isEqualTo("no \\u001b[2J\\u000d\\u000aFORGED \\u0000\\u007f\\u009b\\u202e\\u2028");
    }

    private static Record mx(String host) {
        try {
            return new MXRecord(Name.root, DClass.IN, 60, 10, Name.fromString(host));
        } catch (TextParseException e) {
            throw new IllegalArgumentException(host, e);
        }
    }
}

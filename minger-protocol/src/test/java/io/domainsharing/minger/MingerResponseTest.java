// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.minger;

import static org.assertj.core.api.Assertions.assertThat;

import io.domainsharing.minger.ResponseReading.Defect;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class MingerResponseTest {
    static Stream<Arguments> responses() {
        return Vectors.of("responses.tsv");
    }

    static Stream<Arguments> malformed() {
        return Vectors.of("malformed-responses.tsv");
    }

    @ParameterizedTest
    @MethodSource("responses")
    void responseShouldBeReadAsTheVectorsSay(String mailbox, String digit, String datagram) {
        MingerStatus status = MingerStatus.of((byte) digit.charAt(0)).orElseThrow();

        assertThat(MingerResponse.read(Vectors.octets(datagram)))
                .isEqualTo(new ResponseReading.WellFormed(
                        new MingerResponse(Mailbox.parse(mailbox.replace("\\\\", "\\")), status)));
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void responseShouldBeMalformedAsTheVectorsSay(Defect defect, String datagram) {
        assertThat(MingerResponse.read(Vectors.octets(datagram))).isEqualTo(new ResponseReading.Malformed(defect));
    }

    @ParameterizedTest
    @EnumSource
    void responseShouldBeWrittenWithItsSpace(MingerStatus status) {
        assertThat(new MingerResponse(Mailbox.parse("Arvel@Example.com"), status).toBytes())
                .asString(StandardCharsets.US_ASCII)
                .isEqualTo("Arvel@Example.com " + status.digit());
    }

    @ParameterizedTest
    @CsvSource({"0, false", "1, false", "2, false", "3, true", "4, true", "5, true"})
    void statusShouldBeAboutTheAddressFromThreeOn(char digit, boolean aboutTheAddress) {
        assertThat(MingerStatus.of((byte) digit).orElseThrow().isAboutTheAddress())
                .isEqualTo(aboutTheAddress);
    }

    @Test
    void mailboxShouldBeEchoedWhenOnlyTheCaseOfItsDomainDiffers() {
        Mailbox asked = Mailbox.parse("User@example.com");

        assertThat(asked.isEchoedBy(Mailbox.parse("User@EXAMPLE.com"))).isTrue();
        assertThat(asked.isEchoedBy(Mailbox.parse("user@example.com"))).isFalse();
        assertThat(asked.isEchoedBy(Mailbox.parse("User@example.co"))).isFalse();
        assertThat(asked.isEchoedBy(Mailbox.parse("User@example.org"))).isFalse();
    }
}

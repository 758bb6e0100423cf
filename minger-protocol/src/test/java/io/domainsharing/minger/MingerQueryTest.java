// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.minger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.domainsharing.minger.QueryReading.Defect;
import io.domainsharing.network.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MingerQueryTest {
    private static final String DIGEST = "CXhK7jcPFHAchFxB8NAp9w==";

    static Stream<Arguments> queries() {
        return Vectors.of("queries.tsv");
    }

    static Stream<Arguments> malformed() {
        return Vectors.of("malformed-queries.tsv");
    }

    @ParameterizedTest
    @MethodSource("queries")
    void queryShouldBeWrittenAndReadAsTheVectorsSay(String secret, String mailbox, String datagram) {
        MingerQuery query = MingerQuery.of(Mailbox.parse(mailbox), new Secret(secret));

        assertThat(query.toBytes()).asString(StandardCharsets.US_ASCII).isEqualTo(datagram);
        assertThat(MingerQuery.read(Vectors.octets(datagram))).isEqualTo(new QueryReading.WellFormed(query));
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void queryShouldBeMalformedWhenItsFieldsAre(Defect defect, String mailbox, String datagram) {
        assertThat(MingerQuery.read(Vectors.octets(datagram)))
                .isEqualTo(new QueryReading.Malformed(Mailbox.parse(mailbox), defect));
    }

    @Test
    void queryShouldBeMalformedWhenOver1024Octets() {
        assertThat(read("a@b v=" + "1".repeat(1018))).isInstanceOf(QueryReading.WellFormed.class);
        assertThat(read("a@b v=" + "1".repeat(1019)))
                .isEqualTo(new QueryReading.Malformed(Mailbox.parse("a@b"), Defect.OVER_1024_OCTETS));
        assertThat(read("a@b " + DIGEST + " v=" + "1".repeat(991))).isInstanceOf(QueryReading.WellFormed.class);
        assertThat(read("a@b " + DIGEST + " v=" + "1".repeat(992)))
                .isEqualTo(new QueryReading.Malformed(Mailbox.parse("a@b"), Defect.OVER_1024_OCTETS));
        assertThat(read("a@b " + DIGEST + " v=" + "1".repeat(993)))
                .isEqualTo(new QueryReading.Malformed(Mailbox.parse("a@b"), Defect.OVER_1024_OCTETS));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                "@",
                "a@",
                "@b",
                " a@b",
                "\\xe9@b",
                "a\\0@b",
                "\"a b@c",
                "\"a@b\"@",
                "a\\x7f@b",
                "a@b\\t v=1"
            })
    void queryShouldBeUnanswerableWhenThereIsNoMailbox(String datagram) {
        assertThat(MingerQuery.read(Vectors.octets(datagram))).isEqualTo(new QueryReading.Unanswerable());
    }

    @Test
    void queryShouldBeUnanswerableWhenMailboxIsOver320Octets() {
        assertThat(read("a@" + "b".repeat(318))).isInstanceOf(QueryReading.WellFormed.class);
        assertThat(read("a@" + "b".repeat(319))).isEqualTo(new QueryReading.Unanswerable());
    }

    @Test
    void anonymousQueryShouldBeTheMailboxAlone() {
        assertThat(MingerQuery.of(Mailbox.parse("Arvel@example.com"), null).toBytes())
                .asString(StandardCharsets.US_ASCII)
                .isEqualTo("Arvel@example.com");
    }

    @Test
    void bareDigestShouldBeReadWhenItIsTheSecondField() {
        assertThat(read("a@b " + DIGEST + " v=1"))
                .isEqualTo(new QueryReading.WellFormed(
                        new MingerQuery(Mailbox.parse("a@b"), new Digest(DIGEST), Map.of("v", "1"))));
    }

    @Test
    void trailingLineEndsShouldBeTrimmed() {
        assertThat(read("a@b d=" + DIGEST + "\0\r\n\0")).isEqualTo(read("a@b d=" + DIGEST));
    }

    @Test
    void quotedLocalPartShouldHoldSpacesAndAts() {
        Mailbox mailbox = Mailbox.parse("\"a \\\" @b\"@example.com");

        assertThat(mailbox.localPart()).isEqualTo("\"a \\\" @b\"");
        assertThat(mailbox.domain()).isEqualTo("example.com");
        assertThat(read(mailbox + " v=1"))
                .isEqualTo(new QueryReading.WellFormed(new MingerQuery(mailbox, null, Map.of("v", "1"))));
    }

    @Test
    void writerShouldRefuseWhatTheGrammarForbids() {
        Mailbox mailbox = Mailbox.parse("a@b");

        assertThatThrownBy(() -> new MingerQuery(mailbox, null, Map.of("d", "1")))
                .hasMessageContaining("not a tag");
        assertThatThrownBy(() -> new MingerQuery(mailbox, null, Map.of("a b", "1")))
                .hasMessageContaining("not a tag");
        assertThatThrownBy(() -> new MingerQuery(mailbox, null, Map.of("v", "1".repeat(1019))))
                .hasMessageContaining("1025 octets");
        assertThatThrownBy(() -> Mailbox.parse("a@b c"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'a@b c'");
        assertThatThrownBy(() -> Mailbox.parse("a\r\n@b")).hasMessageContaining("'a\\u000d\\u000a@b'");
        assertThat(Mailbox.parseIfUsable("é@b")).isEmpty();
    }

    @Test
    void digestShouldDifferWhenOneCharacterDoes() {
        Digest digest = Digest.of(new Secret("s"), Mailbox.parse("a@b"));

        assertThat(digest)
                .isEqualTo(Digest.of(new Secret("s"), Mailbox.parse("a@b")))
                .hasSameHashCodeAs(new Digest(digest.text()));
        assertThat(digest).isNotEqualTo(Digest.of(new Secret("s"), Mailbox.parse("A@b")));
        assertThat(digest).isNotEqualTo(Digest.of(new Secret("S"), Mailbox.parse("a@b")));
    }

    private static QueryReading read(String datagram) {
        return MingerQuery.read(datagram.getBytes(StandardCharsets.ISO_8859_1));
    }
}

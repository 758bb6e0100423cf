// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets.list;

import static io.domainsharing.ownership.Addresses.address;
import static org.assertj.core.api.Assertions.assertThat;

import io.domainsharing.mailets.delivery.Mails;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.james.core.MailAddress;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("D9")
class ListMarkTest {
    private static final Set<MailAddress> SALES = Set.of(address("sales@example.com"));
    private static final String LINE = "X-Domain-Sharing-List: copy=list; list=sales@example.com\r\n";
    private static final String TRACE = "X-Domain-Sharing: node=tokyo; peer=paris; hop=1\r\n";
    private static final String RECEIVED = "Received: from x by y\r\n";
    private static final Duration LINEAR = Duration.ofSeconds(5);

    @Test
    void markShouldSurviveTheJourney() throws Exception {
        ListMark mark = new ListMark(
                ListMark.Copy.LIST,
                "<mail1@paris>",
                Set.of(address("sales@example.com"), address("\"odd; name\"@example.com")),
                Set.of("abcDEF_-012"));

        assertThat(read(mark.fields())).contains(mark);
    }

    @Test
    void listThatNoHeaderCanHoldAsItIsShouldSurviveTheJourney() throws Exception {
        ListMark mark = new ListMark(ListMark.Copy.MEMBER, "", Set.of(address("\"a\\\tb\"@example.com")), Set.of());

        assertThat(read(mark.fields())).contains(mark);
    }

    @Test
    void markWithManyMembersOutsideShouldBeFoldedAndSurvive() throws Exception {
        Set<String> served = IntStream.range(0, ListMark.MOST_SERVED)
                .mapToObj(i -> "token" + i)
                .collect(Collectors.toCollection(LinkedHashSet::new));

        List<String> fields = new ListMark(ListMark.Copy.LIST, "", SALES, served).fields();

        assertThat(read(fields).orElseThrow().served()).isEqualTo(served);
        assertThat(fields).allSatisfy(field -> assertThat(field.lines())
                .allSatisfy(line -> assertThat(line.length()).isLessThan(100)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                RECEIVED + TRACE + LINE,
                RECEIVED + "Subject: x\r\n" + RECEIVED + LINE + TRACE,
                RECEIVED + TRACE + RECEIVED + LINE
            })
    void lineThatThePeerHasNotWrittenAtThisHandoverShouldBeNoMark(String header) throws Exception {
        assertThat(ListMark.of(Mails.fromPeer(header + "\r\n", "a@example.com", "b@example.com")))
                .isEmpty();
    }

    @Test
    void lineOfAStrangerShouldBeNoMark() throws Exception {
        assertThat(ListMark.of(Mails.arriving(RECEIVED + LINE + TRACE + "\r\n", "a@example.com", "b@example.com")))
                .isEmpty();
    }

    @Test
    void whatCannotBeReadShouldBeNoMark() throws Exception {
        assertThat(read(List.of(
                        "X-Domain-Sharing-List: copy=all; list=sales@example.com",
                        "X-Domain-Sharing-List: copy=list; list=not an address",
                        "X-Domain-Sharing-List: copy=list; list*=%ZZ",
                        "X-Domain-Sharing-List: copy=list",
                        "X-Domain-Sharing-List: served=abc")))
                .isEmpty();
        assertThat(read(List.of())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", ";", "\r\n ", "copy=list; list=", "served= ", "a", " ;list="})
    void lineAsLongAsCanBeShouldBeReadInOnePass(String piece) {
        String line = "X-Domain-Sharing-List: copy=list; list=" + piece.repeat(60_000 / piece.length()) + ";\r\n";
        String served = "X-Domain-Sharing-List: served=" + piece.repeat(60_000 / piece.length()) + "!\r\n";

        Assertions.assertTimeoutPreemptively(
                LINEAR,
                () -> ListMark.of(Mails.fromPeer(
                        RECEIVED + line.repeat(8) + served.repeat(8) + "\r\n", "a@example.com", "b@example.com")));
    }

    private static Optional<ListMark> read(List<String> fields) throws Exception {
        String lines = fields.stream().map(field -> field + "\r\n").collect(Collectors.joining());
        return ListMark.of(Mails.fromPeer(RECEIVED + lines + TRACE + "\r\n", "a@example.com", "b@example.com"));
    }
}

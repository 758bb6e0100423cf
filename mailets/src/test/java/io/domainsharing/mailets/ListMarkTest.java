// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets;

import static io.domainsharing.ownership.Addresses.address;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.mail.internet.MimeMessage;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("D9")
class ListMarkTest {
    @Test
    void markShouldSurviveTheJourney() throws Exception {
        ListMark mark = new ListMark(
                ListMark.Copy.LIST,
                Set.of(address("sales@example.com"), address("\"odd; name\"@example.com")),
                Set.of("abcDEF_-012"));
        MimeMessage message = Bench.message("");

        mark.writeTo(message);

        assertThat(ListMark.of(message)).contains(mark);
    }

    @Test
    void markWithManyMembersOutsideShouldBeFoldedAndSurvive() throws Exception {
        Set<String> served =
                IntStream.range(0, 300).mapToObj(i -> "token" + i).collect(Collectors.toCollection(LinkedHashSet::new));
        MimeMessage message = Bench.message("");

        new ListMark(ListMark.Copy.LIST, Set.of(address("sales@example.com")), served).writeTo(message);

        assertThat(ListMark.of(message).orElseThrow().served()).isEqualTo(served);
        assertThat(message.getHeader(ListMark.HEADER)).allSatisfy(value -> assertThat(value.lines())
                .allSatisfy(line -> assertThat(line.length()).isLessThan(100)));
    }

    @Test
    void newMarkShouldTakeThePlaceOfTheOldOne() throws Exception {
        MimeMessage message = Bench.message("X-Domain-Sharing-List: copy=list; list=old@example.com\r\n");

        new ListMark(ListMark.Copy.MEMBER, Set.of(address("sales@example.com")), Set.of()).writeTo(message);

        assertThat(message.getHeader(ListMark.HEADER)).containsExactly("copy=member; list=sales@example.com");
    }

    @Test
    void whatCannotBeReadShouldBeNoMark() throws Exception {
        assertThat(ListMark.of(Bench.message("X-Domain-Sharing-List: copy=all; list=sales@example.com\r\n"
                        + "X-Domain-Sharing-List: copy=list; list=not an address\r\n"
                        + "X-Domain-Sharing-List: served=abc\r\n")))
                .isEmpty();
        assertThat(ListMark.of(Bench.message(""))).isEmpty();
    }
}

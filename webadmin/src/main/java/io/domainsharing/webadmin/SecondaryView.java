// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.webadmin;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.domainsharing.ownership.configuration.Words;
import io.domainsharing.ownership.secondary.SecondaryState;
import io.domainsharing.ownership.secondary.SecondaryState.Call;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A secondary as JSON; times in ISO 8601.
 *
 * @param state up, down or unknown: whether it answers
 * @param since when that was noticed
 * @param nextAsked absent: it is being asked now, or was never
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record SecondaryView(
        String name,
        List<String> smtp,
        List<String> trusted,
        String state,
        String since,
        @Nullable String nextAsked,
        List<DomainView> domain) {
    /**
     * One of its domains.
     *
     * @param lastAsked absent: not yet
     * @param code of the last reply; absent: there was none
     * @param reply what it said, or why it said nothing
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record DomainView(String name, @Nullable String lastAsked, @Nullable Integer code, String reply) {
        static DomainView of(Call call) {
            return new DomainView(call.domain().asString(), text(call.at()), call.code(), call.text());
        }
    }

    static SecondaryView of(SecondaryState secondary) {
        return new SecondaryView(
                secondary.secondary().name(),
                secondary.secondary().smtp().stream().map(Object::toString).toList(),
                secondary.secondary().trusted().stream().map(Object::toString).toList(),
                Words.word(secondary.state().status()),
                secondary.state().since().toString(),
                text(secondary.nextCall()),
                secondary.calls().stream().map(DomainView::of).toList());
    }

    private static @Nullable String text(@Nullable Instant time) {
        return time == null ? null : time.toString();
    }
}

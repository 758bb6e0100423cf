// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.smtp;

import io.domainsharing.ownership.Ownership;
import io.domainsharing.ownership.Verdict;
import java.util.List;
import org.apache.james.core.MailAddress;

/** The verdict where this server itself is the one that cannot tell. */
final class OwnMissingAnswer {
    private OwnMissingAnswer() {}

    static Verdict because(String reason) {
        return new Verdict.Undetermined(List.of(new Verdict.MissingAnswer("this server", reason, false)));
    }

    /**
     * Where another handler of the command stands before ours nothing is remembered. What is not known then is asked now, and
     * known when the sender tries again.
     */
    static Verdict unlessKnown(Ownership ownership, MailAddress address) {
        return ownership.known(address).orElseGet(() -> {
            var unused = ownership.resolve(address);
            return because("not asked in time");
        });
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.smtp;

import io.domainsharing.ownership.Ownership;
import io.domainsharing.ownership.Verdict;
import java.util.List;
import org.apache.james.core.MailAddress;

/** The verdict where this server itself is the one that cannot tell. */
final class OwnDoubt {
    private OwnDoubt() {}

    static Verdict because(String reason) {
        return new Verdict.Undetermined(List.of(new Verdict.Doubt("this server", reason, false)));
    }

    /** Where only the hook is in the chain nothing is remembered; what is not known then is asked later. */
    static Verdict unlessKnown(Ownership ownership, MailAddress address) {
        return ownership.known(address).orElseGet(() -> because("not asked"));
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.findings.sharing;

import io.domainsharing.findings.Findings;
import io.domainsharing.findings.Rule;
import io.domainsharing.ownership.configuration.HeloName;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A name in EHLO that is not fully qualified (RFC 5321 section 4.1.1.1), where one is configured. */
final class HeloNames implements SharingRule {
    @Override
    public void check(Sharing sharing, Findings findings) {
        String inLookUps = sharing.configuration().lookup().smtp().heloName();
        String inDelivery = sharing.configuration().delivery().handover().heloName();
        name("lookup/heloName", inLookUps, findings);
        if (!Objects.equals(inLookUps, inDelivery)) {
            name("delivery/heloName", inDelivery, findings);
        }
    }

    private static void name(String key, @Nullable String name, Findings findings) {
        if (name != null && !HeloName.isFullyQualified(name)) {
            findings.warning(
                    Rule.HELO_NAME,
                    Sharing.FILE.key(key).value(name),
                    "is no fully-qualified host name: some servers refuse all mail for what EHLO says",
                    "Write this server's full name, such as mx1.example.com");
        }
    }
}

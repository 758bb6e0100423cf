// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.log;

import io.domainsharing.network.Escaped;
import java.util.Collection;
import java.util.stream.Collectors;
import org.apache.james.core.MailAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What became of each recipient that another server may have, under one name, so that operators can route it to a file of its
 * own: refused, deferred, handed over, kept, returned. One line for each; INFO, or WARN where nobody will be told of it.
 */
public final class Audit {
    /** The name to write into {@code logback.xml}. */
    public static final String NAME = "io.domainsharing.audit";

    public static final Logger LOG = LoggerFactory.getLogger(NAME);

    private Audit() {}

    /** For a line: James takes any octet in a quoted local part, a line end included. */
    public static String of(MailAddress address) {
        return Escaped.of(address.asString());
    }

    /** As for one address. */
    public static String of(Collection<MailAddress> addresses) {
        return addresses.stream().map(Audit::of).collect(Collectors.joining(", ", "[", "]"));
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.mx;

import com.google.common.base.CharMatcher;
import java.util.Comparator;
import java.util.Locale;

/**
 * A host that takes a domain's mail (RFC 5321 section 5.1).
 *
 * @param preference the lower, the better
 * @param name in lower case, without a dot at its end; an IP address where somebody wrote one into an MX record
 */
public record MxHost(int preference, String name) {
    /** Best first; those of equal preference by their names, so that the order is the same at each look. */
    public static final Comparator<MxHost> BEST_FIRST =
            Comparator.comparingInt(MxHost::preference).thenComparing(MxHost::name);

    public MxHost {
        name = nameOf(name);
    }

    /** A host's name in the form that names are compared in. */
    static String nameOf(String host) {
        return CharMatcher.is('.').trimTrailingFrom(host).toLowerCase(Locale.ROOT);
    }
}

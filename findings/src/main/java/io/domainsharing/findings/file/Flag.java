// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.findings.file;

import io.domainsharing.findings.Findings;
import io.domainsharing.findings.Findings.Place;
import io.domainsharing.findings.Rule;
import org.apache.commons.configuration2.Configuration;
import org.apache.commons.configuration2.ex.ConversionException;

/** A key that James reads as true or false, and with which it does not start where it is neither. */
final class Flag {
    private Flag() {}

    /** @param otherwise where the key is left out, or what stands there is neither */
    static boolean of(Configuration file, String key, boolean otherwise) {
        try {
            return file.getBoolean(key, otherwise);
        } catch (ConversionException e) {
            return otherwise;
        }
    }

    /** Finds what is neither true nor false; whether it is well. */
    static boolean check(Configuration file, String key, Place place, Findings findings) {
        try {
            file.getBoolean(key, false);
            return true;
        } catch (ConversionException e) {
            findings.error(
                    Rule.NOT_BOOLEAN,
                    place.value(file.getString(key)),
                    "is neither true nor false: James does not start with it",
                    "Write true or false");
            return false;
        }
    }
}

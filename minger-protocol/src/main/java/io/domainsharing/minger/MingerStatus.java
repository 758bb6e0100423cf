// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.minger;

import java.util.Optional;

/** The digit of a reply (draft-hathcock-minger-06, section 3). Its ordinal is never used: {@link #digit()} is. */
public enum MingerStatus {
    /** The server could not read the query. */
    INVALID_REQUEST('0'),
    /** The server does not talk to whoever asked. */
    ACCESS_DENIED('1'),
    /** The digest is missing or wrong. */
    BAD_CREDENTIALS('2'),
    /** The only status that means "no such address". */
    DOES_NOT_EXIST('3'),
    /** The address exists and cannot receive mail now: over quota, disabled. */
    EXISTS_BUT_CANNOT_RECEIVE('4'),
    /** The address exists and receives mail. */
    EXISTS('5');

    private static final MingerStatus[] ALL = values();

    private final char digit;

    MingerStatus(char digit) {
        this.digit = digit;
    }

    /** {@code '0'} to {@code '5'}. */
    public char digit() {
        return digit;
    }

    /** Whether it says something about the address, and not only about the query: 3, 4 and 5. */
    public boolean isAboutTheAddress() {
        return digit >= DOES_NOT_EXIST.digit;
    }

    static Optional<MingerStatus> of(byte digit) {
        return digit >= '0' && digit <= '5' ? Optional.of(ALL[digit - '0']) : Optional.empty();
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.commandline.edit;

/** A file in which no place can be told for sure; the message says why, in words that follow the name of the file. */
public final class NotEditableException extends Exception {
    private static final long serialVersionUID = 1L;

    public NotEditableException(String why) {
        super(why);
    }
}

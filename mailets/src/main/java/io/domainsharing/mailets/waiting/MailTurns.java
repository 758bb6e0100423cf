// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets.waiting;

/** Which node of a site tries a mail: one at a time, however many tickets there are for it. Thread-safe; may block. */
public interface MailTurns {
    /** For a node without sisters, or without a place that they share: whoever has a ticket tries. */
    MailTurns NONE = new MailTurns() {
        @Override
        public boolean take(String key) {
            return true;
        }

        @Override
        public void giveBack(String key) {}
    };

    /**
     * Takes the turn for the mail of that key. Whoever has it keeps it until {@link #giveBack}, or until the process is gone for a while.
     *
     * @return false: another node has it
     */
    boolean take(String key);

    /** Leaves it to others. Does nothing where it was not taken; never throws. */
    void giveBack(String key);
}

// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.commandline.terminal;

/** What the exit codes mean, but for those of {@code minger}; the help says the same. */
public final class ExitCode {
    public static final int OK = 0;
    /** The answer is no: nobody has the address, a peer does not answer, the configuration has errors. */
    public static final int NO = 1;

    public static final int WRONG_USAGE = 2;
    /** Nobody can tell now who has the address. */
    public static final int UNDETERMINED = 3;
    /** No WebAdmin at that URL. */
    public static final int UNREACHABLE = 4;
    /** WebAdmin wants a token, or another one. */
    public static final int NOT_ALLOWED = 5;
    /** WebAdmin does not know what was named. */
    public static final int NOT_FOUND = 6;
    /** WebAdmin refuses it as things are. */
    public static final int CONFLICT = 7;
    /** WebAdmin finds the request wrong, or fails. */
    public static final int REFUSED = 8;
    /** Trouble on this side, or an answer that is not WebAdmin's. */
    public static final int TROUBLE_HERE = 9;

    private ExitCode() {}
}

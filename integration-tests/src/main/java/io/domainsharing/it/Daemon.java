// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

/** Threads that end with the process. */
final class Daemon {
    private Daemon() {}

    static void start(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets.waiting;

class InMemoryTicketsTest implements TicketsContract {
    private final Tickets testee = new InMemoryTickets();

    @Override
    public Tickets testee() {
        return testee;
    }

    @Override
    public boolean survivesItsTaker() {
        return false;
    }
}

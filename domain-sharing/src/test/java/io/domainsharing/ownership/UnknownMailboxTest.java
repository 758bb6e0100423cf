// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("L4")
class UnknownMailboxTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            550 | 550 5.1.1 no such user        | true
            550 | 5.1.1 no such user            | true
            550 | 550-5.1.1 no such user        | true
            553 | 553 5.1.1 no such user        | true
            550 | 550 5.1.0 Address rejected    | true
            550 | 550 #5.1.0 Address rejected   | true
            550 | 550 5.1.10 null MX            | true
            550 | 550 user unknown              | true
            550 | 550                           | true
            550 | 550-5.1.1 no such user. 550 5.1.1 Try again | true
            550 | 550 5.1.1 <5.7.1@example.com>: no such user | true
            550 | 550 5.1.1 no such user here (mx 4.94.2)     | true
            550 | 550 no such user, said 5.7.1.2              | true
            550 | 550 5.1.1.9 is an address     | true
            550 | 550 5.7.1 not you             | false
            550 | 550 Rejected (5.7.1)          | false
            550 | 550 Rejected by policy: #5.7.1. | false
            550 | 550-Your IP is listed 550 5.7.1 See example.com | false
            550 | 550-5.1.1 Rejected 550 5.7.1 Your IP is listed  | false
            550 | 550 5.1.1 Rejected [5.7.1]    | false
            550 | 550 5.1.6 moved away          | false
            550 | 550 5.1.11 what is that       | false
            550 | 550 5.2.1 disabled            | false
            550 | 550 4.1.1 make up your mind   | false
            551 | 551 user not local            | false
            554 | 554 transaction failed        | false
            554 | 554 5.7.1 policy              | false
            450 | 450 5.1.1 later               | false
            450 | 450 user unknown              | false
            """)
    void replyShouldMeanThatThereIsNoSuchMailbox(int code, String text, boolean unknown) {
        assertThat(UnknownMailbox.isSaidBy(code, text)).isEqualTo(unknown);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            550 | 550 5.1.1 no such user        | true
            550 | 550 user unknown              | true
            551 | 551 user not local            | true
            551 | 551 5.1.6 moved away          | true
            551 | 551 5.7.1 ask somebody else   | false
            553 | 553 user ambiguous            | true
            553 | 553 5.1.4 user ambiguous      | true
            550 | 550 5.7.1 not you             | false
            550 | 550 Rejected (5.7.1)          | false
            550 | 550 5.2.1 disabled            | false
            552 | 552 over quota                | false
            554 | 554 no valid recipients       | false
            252 | 252 2.1.5 cannot verify       | false
            450 | 450 5.1.1 later               | false
            """)
    void replyToVrfyShouldMeanThatThereIsNoSuchMailbox(int code, String text, boolean unknown) {
        assertThat(UnknownMailbox.isSaidToVrfy(code, text)).isEqualTo(unknown);
    }
}

/** Forms that anybody may send: checked, kept, and told of by mail. */
package dev.trivet.api.form;

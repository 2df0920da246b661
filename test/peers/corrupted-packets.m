-- Payments over a network that corrupts them, with a checksum, written from the rules of the language for the sample itself. A
-- link is a queue of one: what is sent into a full one vanishes, but the request before it has become an older one. Rules
-- fired = transitions.
--
-- proviso: ../../samples/corrupted-packets.proviso
-- Clean:      states 33
-- Corrupting: states 69, CORRUPTS = 1

const
  CORRUPTS: 0;

type
  Amount: 0..2;
  Booked: 0..3; -- 3: nothing yet

var
  amount: Amount;
  waiting: boolean;
  booked: Booked;
  pay: boolean; -- a payment is in flight
  pay_amount: Amount;
  pay_corrupted: boolean;
  pay_newest: boolean;
  paid: boolean; -- an answer is in flight
  paid_newest: boolean;

ruleset a: Amount do
  startstate begin
    amount := a;
    waiting := true;
    booked := 3;
    pay := false;
    pay_amount := 0;
    pay_corrupted := false;
    pay_newest := false;
    paid := false;
    paid_newest := false;
  end;
end;

rule "pay" waiting ==>
begin
  pay_newest := false;
  paid_newest := false;
  if !pay then
    pay := true;
    pay_amount := amount;
    pay_corrupted := false;
    pay_newest := true;
  end;
end;

rule "the bank is paid" pay ==>
begin
  if !pay_corrupted then
    booked := pay_amount;
    if !paid then
      paid := true;
      paid_newest := pay_newest;
    end;
  end;
  pay := false;
  pay_amount := 0;
  pay_corrupted := false;
  pay_newest := false;
end;

rule "the client is answered" paid ==>
begin
  if paid_newest then waiting := false; end;
  paid := false;
  paid_newest := false;
end;

ruleset other: Amount do
  rule "a payment is corrupted" CORRUPTS = 1 & pay & !pay_corrupted & other != pay_amount ==>
  begin
    pay_amount := other;
    pay_corrupted := true;
  end;
end;

const surrogate = <a b="&#xd83d;">&#xd800;</a>;

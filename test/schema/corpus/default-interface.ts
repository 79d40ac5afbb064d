export default interface Shape { member: 1 }
